import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { Control } from "./control.ts";
import { type DoorOptions, door, type ErrorBody, isKey, type More, type SimulatorEnv, streamFrames } from "./door.ts";
import type { Provider } from "./names.ts";
import type { Family, Grant } from "./tokens.ts";

export interface Outline extends DoorOptions {
  provider: Provider;
  errorBody: ErrorBody;
  /** What the provider says about a path it does not have. */
  unknownPath?: string | ((c: Context<SimulatorEnv>) => Response);
  /** The provider's routes make refusals, broken and cut answers themselves. */
  ownAnswers?: boolean;
}

/**
 * A provider's app: every request recorded, faults on demand, unknown paths and broken JSON refused in its own words. A stream
 * that is to be cut dies with half of its body written; broken JSON lacks its end.
 */
export function simulate(
  control: Control,
  outline: Outline,
  routes: (app: Hono<SimulatorEnv>) => void,
): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  app.use(door(control, outline.provider, outline.errorBody, outline));
  if (!outline.ownAnswers) app.use(aftermath);
  routes(app);
  const { unknownPath = "The requested resource does not exist." } = outline;
  app.all("*", (c) => (typeof unknownPath === "string" ? c.var.refuse(404, unknownPath) : unknownPath(c)));
  return app;
}

/** Lets a request pass only with a bearer token that is not known to be bad, and with one of the scopes if it is one of ours. */
export function requireToken(
  control: Control,
  tokenOf: (c: Context<SimulatorEnv>) => string | undefined,
  wording: Wording,
) {
  return createMiddleware<SimulatorEnv>(async (c, next) => {
    const token = tokenOf(c);
    if (token === undefined || token === "") return c.var.refuse(401, wording.missing, wording.more);
    const known = control.tokens.read(token);
    const usable = known.state === "foreign" || (known.state === "alive" && isFor(known.grant, wording.family));
    if (!isKey(token) || !usable) return c.var.refuse(401, wording.bad, wording.more);
    const scopes = wording.scopes ?? [];
    if (known.state === "alive" && scopes.length > 0 && !scopes.some((one) => known.grant.scopes.includes(one))) {
      return c.var.refuse(403, wording.scope ?? wording.bad);
    }
    await next();
    return undefined;
  });
}

export interface Wording {
  /** The house whose tokens are good here. */
  family: Family;
  missing: string;
  bad: string;
  more?: More;
  /** One of them is needed; tokens that were not made here have all. */
  scopes?: string[];
  scope?: string;
}

function isFor(grant: Grant, family: Family): boolean {
  return grant.family === family && grant.use === "access";
}

/** The token of an `Authorization: Bearer` header. */
export function bearer(c: Context): string | undefined {
  return /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

/** User and password of an `Authorization: Basic` header. */
export function basic(c: Context): { user: string; password: string } | undefined {
  const coded = /^Basic +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (coded === undefined) return undefined;
  const [user = "", password = ""] = Buffer.from(coded, "base64").toString().split(/:(.*)/s);
  return { user, password };
}

/** A field's text, or "" if it is absent or not a text. */
export function textIn(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** The money that an account of ads is kept in: accounts whose number ends with 81 are Japanese. */
export const currencyOf = (account: string): string => (account.endsWith("81") ? "JPY" : "EUR");

const aftermath = createMiddleware<SimulatorEnv>(async (c, next) => {
  const kind = c.get("fault")?.kind;
  if (kind === "refusal") return c.var.refuse(403, "This is not permitted.");
  await next();
  if (kind !== "cut_stream" && kind !== "malformed_json") return undefined;
  const { status, headers } = c.res;
  const whole = await c.res.text();
  const half = Math.ceil(whole.length / 2);
  const body =
    kind === "cut_stream" ? streamFrames(c, "", [whole.slice(0, half), whole.slice(half)]).body : whole.slice(0, half);
  c.res = undefined;
  c.res = new Response(body, { status, headers: { "content-type": headers.get("content-type") ?? "" } });
  return undefined;
});
