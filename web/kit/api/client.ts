import type { ErrorEnvelope } from "#schema/errors.ts";
import { ApiError, cancelled } from "./error.ts";
import { askForProof } from "./proof.ts";
import { goToLogin, refreshSession } from "./refresh.ts";
import { getActiveTenant } from "./tenant-store.ts";

export { setActiveTenant } from "./tenant-store.ts";

const base = "/api";
const tenantPaths = ["/tenant/", "/media/", "/v1/search"];

type QueryValue = string | number | boolean | null | undefined | readonly string[];
/** Query of a call; null, undefined and "" are left out, an array repeats its name. */
export type Query = Record<string, QueryValue>;

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Overrides the active client for this one call. */
  tenantId?: string | undefined;
  /** For pages that need no sign-in: a refusal is thrown, the page stays. */
  isOpen?: boolean | undefined;
  /** Further headers, e.g. the token of a sign-up. */
  headers?: Readonly<Record<string, string>> | undefined;
}
interface PostOptions extends CallOptions {
  idempotencyKey?: string | undefined;
}
interface PatchOptions extends CallOptions {
  rowVersion?: number | undefined;
}
interface Call extends PostOptions, PatchOptions {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Query | undefined;
  body?: unknown;
  /** The answer is not JSON but a file. */
  isFile?: boolean;
}

function address(path: string, query: Query | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined || value === "") continue;
    if (typeof value === "object") for (const one of value) parameters.append(name, one);
    else parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return `${base}${path}${text === "" ? "" : `?${text}`}`;
}

function headersOf(call: Call): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json", ...call.headers };
  if (call.body !== undefined) headers["content-type"] = "application/json";
  if (call.method === "POST") headers["idempotency-key"] = call.idempotencyKey ?? crypto.randomUUID();
  if (call.rowVersion !== undefined) headers["if-match"] = `"${call.rowVersion}"`;
  const tenantId = call.tenantId ?? getActiveTenant();
  if (tenantId && tenantPaths.some((prefix) => call.path.startsWith(prefix))) headers["x-tenant-id"] = tenantId;
  return headers;
}

async function failure(answer: Response): Promise<ApiError> {
  const requestId = answer.headers.get("x-request-id") ?? undefined;
  const envelope = (await answer.json().catch(() => null)) as ErrorEnvelope | null;
  if (envelope?.error?.code) return new ApiError(answer.status, envelope.error);
  return new ApiError(answer.status, {
    code: answer.status >= 500 ? "server.unavailable" : "request.malformed",
    message: answer.status >= 500 ? "The service does not answer just now. Try again." : "The request was refused.",
    requestId,
  });
}

const signedOutCodes = ["auth.unauthenticated", "auth.token_expired", "auth.token_reused"];

function isSignedOut(call: Call, error: ApiError): boolean {
  return signedOutCodes.includes(error.code) && call.path !== "/auth/v1/logout";
}

async function send<T>(call: Call): Promise<T> {
  const target = address(call.path, call.query);
  const init: RequestInit = { method: call.method, headers: headersOf(call), credentials: "same-origin" };
  if (call.body !== undefined) init.body = JSON.stringify(call.body);
  if (call.signal) init.signal = call.signal;

  const once = async (): Promise<T> => {
    const answer = await fetch(target, init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError(0, {
        code: "client.offline",
        message: "No connection to the service. Check your network and try again.",
      });
    });
    if (!answer.ok) throw await failure(answer);
    if (answer.status === 204) return undefined as T;
    if (call.isFile) return (await answer.blob()) as T;
    return (await answer.json()) as T;
  };

  try {
    return await renewed(call, once);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "auth.reauth_required") throw error;
    if (await askForProof()) return renewed(call, once);
    throw new ApiError(0, { code: cancelled, message: "Nothing was changed." });
  }
}

async function renewed<T>(call: Call, once: () => Promise<T>): Promise<T> {
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof ApiError) || !isSignedOut(call, error)) throw error;
    if (call.isOpen) throw error;
    if (await refreshSession()) return once();
    goToLogin();
    throw error;
  }
}

/**
 * The one way to the API. Paths are those of the contract, without `/api`. Every call answers the parsed body or
 * throws `ApiError`; an expired session is renewed once, then the page leaves for the sign-in. Where the API wants a
 * fresh proof of the person, it is asked for and the call is made again.
 */
export const api = {
  get<T>(path: string, query?: Query, options: CallOptions = {}): Promise<T> {
    return send<T>({ ...options, method: "GET", path, query });
  },
  /** Carries an idempotency key: the given one, else a fresh one that survives the renewal of the session. */
  post<T>(path: string, body?: unknown, options: PostOptions = {}): Promise<T> {
    return send<T>({ ...options, method: "POST", path, body });
  },
  put<T>(path: string, body: unknown, options: PatchOptions = {}): Promise<T> {
    return send<T>({ ...options, method: "PUT", path, body });
  },
  /** `rowVersion` becomes `If-Match`; a lost race is `request.version_mismatch`. */
  patch<T>(path: string, body: unknown, options: PatchOptions = {}): Promise<T> {
    return send<T>({ ...options, method: "PATCH", path, body });
  },
  /** As `get`, with a file for an answer. */
  getFile(path: string, query?: Query): Promise<Blob> {
    return send<Blob>({ method: "GET", path, query, isFile: true });
  },
  /** As `post`, with a file for an answer. */
  file(path: string, body: unknown, options: PostOptions = {}): Promise<Blob> {
    return send<Blob>({ ...options, method: "POST", path, body, isFile: true });
  },
  delete(path: string, options: PatchOptions = {}): Promise<void> {
    return send<void>({ ...options, method: "DELETE", path });
  },
};
