import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import type { Portal } from "#schema/portals.ts";
import { contentPolicy } from "./page-headers.ts";

const localApi = "http://127.0.0.1:3003";

function toApi(request: NextRequest, portal: Portal): NextResponse {
  const path = request.nextUrl.pathname.slice("/api".length);
  const target = new URL(`${path}${request.nextUrl.search}`, process.env["API_URL"] ?? localApi);
  const headers = new Headers(request.headers);
  headers.set("x-portal", portal);
  headers.set("x-forwarded-host", request.headers.get("host") ?? "");
  // Compression would hold live events back until a block is full.
  if (path.startsWith("/live/")) headers.set("accept-encoding", "identity");
  return NextResponse.rewrite(target, { request: { headers } });
}

function toPage(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const answer = NextResponse.next({ request: { headers } });
  answer.headers.set("content-security-policy", policy);
  return answer;
}

/**
 * The front door of a portal: `/api/*` goes to `API_URL` (read at run time) with the portal's name; every page gets a
 * content security policy with a fresh nonce.
 */
export function portalProxy(request: NextRequest, portal: Portal): NextResponse {
  return request.nextUrl.pathname.startsWith("/api/") ? toApi(request, portal) : toPage(request);
}
