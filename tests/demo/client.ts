import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { User } from "#schema/account.ts";
import type { LoginResult } from "#schema/auth.ts";
import type { ErrorEnvelope } from "#schema/errors.ts";

/** An answer of the API that was not a success. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(call: string, status: number, body: Partial<ErrorEnvelope>) {
    super(`${call} answered ${status} ${body.error?.code ?? ""}: ${body.error?.message ?? "no message"}`);
    this.status = status;
    this.code = body.error?.code ?? "none";
    this.details = body.error?.details ?? {};
  }
}

export interface Account {
  email: string;
  password: string;
  app: "dashboard" | "dm-portal";
}

interface Session {
  url: string;
  user: User;
  tenants: LoginResult["tenants"];
  accessToken: string;
  refreshToken: string;
  refreshing: Promise<void> | undefined;
}

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  patienceMs?: number;
}

/** An order whose first sending was cut off is locked for up to a minute. */
const patienceMs = 90_000;
const signInPatienceMs = 10_000;

/** One signed-in person at the API, with a bearer token that is renewed when it expires. */
export class Client {
  readonly #session: Session;
  readonly #tenantId: string | undefined;

  private constructor(session: Session, tenantId?: string) {
    this.#session = session;
    this.#tenantId = tenantId;
  }

  /** Signs in. @throws Refusal when the credentials are wrong, Error when the API cannot be reached */
  static async signIn(url: string, account: Account): Promise<Client> {
    const answer = await send(url, "POST", "/auth/v1/login", { body: account, patienceMs: signInPatienceMs });
    const { accessToken, refreshToken, user, tenants } = (await answer.json()) as LoginResult;
    return new Client({ url, user, tenants, accessToken, refreshToken, refreshing: undefined });
  }

  get user(): User {
    return this.#session.user;
  }

  get tenants(): LoginResult["tenants"] {
    return this.#session.tenants;
  }

  /** The same person, working inside one client of the agency. */
  at(tenantId: string): Client {
    return new Client(this.#session, tenantId);
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#call("GET", path)).json() as Promise<T>;
  }

  /** Every order carries an idempotency key, so that a repeat after a lost answer has no second effect. */
  async post<T>(path: string, body: unknown = {}): Promise<T> {
    const answer = await this.#call("POST", path, { body, headers: { "Idempotency-Key": randomUUID() } });
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  async patch<T>(path: string, body: unknown, rowVersion: number): Promise<T> {
    return (await this.#call("PATCH", path, { body, headers: { "If-Match": `"${rowVersion}"` } })).json() as Promise<T>;
  }

  /** Opens a stream of events. */
  stream(path: string, options: { signal: AbortSignal; lastEventId?: string | undefined }): Promise<Response> {
    const resume = options.lastEventId ? { "Last-Event-ID": options.lastEventId } : {};
    return this.#call("GET", path, { signal: options.signal, headers: { Accept: "text/event-stream", ...resume } });
  }

  async #call(method: string, path: string, options: Options = {}): Promise<Response> {
    try {
      return await this.#authorised(method, path, options);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      await this.#refresh();
      return this.#authorised(method, path, options);
    }
  }

  #authorised(method: string, path: string, options: Options): Promise<Response> {
    const headers = {
      ...options.headers,
      Authorization: `Bearer ${this.#session.accessToken}`,
      ...(this.#tenantId ? { "X-Tenant-Id": this.#tenantId } : {}),
    };
    return send(this.#session.url, method, path, { ...options, headers });
  }

  async #refresh(): Promise<void> {
    const session = this.#session;
    session.refreshing ??= (async () => {
      const body = { refreshToken: session.refreshToken };
      const answer = await send(session.url, "POST", "/auth/v1/refresh", { body });
      Object.assign(session, (await answer.json()) as Pick<LoginResult, "accessToken" | "refreshToken">);
    })().finally(() => {
      session.refreshing = undefined;
    });
    await session.refreshing;
  }
}

/** Waits as long as a busy or restarting server asks for, then tries again; a key makes that safe for orders. */
async function send(url: string, method: string, path: string, options: Options): Promise<Response> {
  const deadline = Date.now() + (options.patienceMs ?? patienceMs);
  for (let attempt = 1; ; attempt++) {
    const answer = await once(url, method, path, options);
    if (answer?.ok) return answer;
    const refusal = answer && (await refusalOf(answer, method, path));
    if (refusal && !isTemporary(refusal)) throw refusal;
    if (Date.now() > deadline) {
      throw refusal ?? new Error(`The API at ${url} cannot be reached. Start the product with npm start.`);
    }
    const seconds = Number(answer?.headers.get("retry-after") ?? 0);
    const pauseMs = seconds > 0 ? seconds * 1_000 : Math.min(2_000, 100 * 2 ** attempt);
    await pause(pauseMs, undefined, signalOf(options));
  }
}

async function refusalOf(answer: Response, method: string, path: string): Promise<Refusal> {
  const body = (await answer.json().catch(() => ({}))) as Partial<ErrorEnvelope>;
  return new Refusal(`${method} ${path}`, answer.status, body);
}

/** Too busy, not reachable behind the API, or the first sending of the same order is still under way. */
function isTemporary({ status, code }: Refusal): boolean {
  return status === 429 || status === 503 || code === "request.idempotency_in_progress";
}

async function once(url: string, method: string, path: string, options: Options): Promise<Response | undefined> {
  try {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { "Content-Type": "application/json", "User-Agent": "leadmetrics-demo", ...options.headers },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...signalOf(options),
    });
    if (!answer.body || answer.headers.get("content-type")?.includes("event-stream")) return answer;
    // An answer that was cut off is no answer.
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers: answer.headers });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return undefined;
  }
}

function signalOf(options: Options): { signal?: AbortSignal } {
  return options.signal ? { signal: options.signal } : {};
}
