import type { NextRequest, NextResponse } from "next/server";
import { portalProxy } from "#kit/proxy.ts";

export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg).*)"] };

export default function proxy(request: NextRequest): NextResponse {
  return portalProxy(request, "manage");
}
