import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";

const localApi = "http://127.0.0.1:3003";

/** Addresses beside this portal's own that the page may talk to: the object storage that uploads go to. */
function storageOrigins(): string {
  return process.env["STORAGE_ORIGINS"] ?? "https: http://127.0.0.1:* http://localhost:*";
}

function contentPolicy(nonce: string): string {
  const isDev = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    `connect-src 'self' ${storageOrigins()}${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function toApi(request: NextRequest, portal: string): NextResponse {
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
export function portalProxy(request: NextRequest, portal: "dashboard" | "dm" | "manage"): NextResponse {
  return request.nextUrl.pathname.startsWith("/api/") ? toApi(request, portal) : toPage(request);
}
