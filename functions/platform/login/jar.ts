/** Where a call of the library comes from, as headers it understands. */
export interface Caller {
  ip: string;
  userAgent: string;
}

/** Headers of a call: who calls, the session it belongs to, cookies the library set before. */
export function headersFor(caller: Caller, given: { session?: string; cookies?: readonly string[] } = {}): Headers {
  const headers = new Headers({ "x-forwarded-for": caller.ip, "user-agent": caller.userAgent });
  if (given.session) headers.set("authorization", `Bearer ${given.session}`);
  if (given.cookies && given.cookies.length > 0) headers.set("cookie", given.cookies.join("; "));
  return headers;
}

/** A cookie the library sets, as `name=value`; what it takes back or leaves alone is undefined. */
export function cookieOf(headers: Headers, name: string): string | undefined {
  const found = headers.getSetCookie().findLast((cookie) => cookie.split("=")[0]?.endsWith(name));
  const pair = found?.split(";")[0];
  return pair && !pair.endsWith("=") && !/;\s*max-age=0/i.test(found ?? "") ? pair : undefined;
}

/** The code of a refusal of the library, or undefined for every other error. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  const { body, statusCode } = error as { body?: { code?: unknown }; statusCode: unknown };
  return typeof body?.code === "string" ? body.code : String(statusCode);
}
