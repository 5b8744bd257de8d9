import type { Context, MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { current, mayOnlyLook, reference, tenants } from "#platform/actor.ts";
import { isRehearsal, separately, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError, errorStatus } from "#schema/errors.ts";
import type { SurfaceName } from "#schema/surfaces.ts";
import { pathToKeep } from "./path.ts";
import type { Env } from "./router.ts";

const keptMs = 24 * 3_600_000;
const lockMs = 60_000;
// A tool may take long, and what came of it stays in the run's log in any case: no transaction is held around it.
const logsAsItGoes = /^\/agent\/v1\/runs\/[^/]+\/tools\/[^/]+$/;
const mendable = new Set([401, 403, 422, 429]);

interface Stored {
  method: string;
  path: string;
  bodySha256: string;
  status: string;
  responseStatus: number | null;
  responseBody: unknown;
  lockedUntil: Date;
}

/**
 * Every POST may carry an Idempotency-Key: the first answer is kept 24 hours and replayed.
 * The same key with another body is refused, and while the first call still runs the second waits its turn.
 */
export function idempotent(name: SurfaceName): MiddlewareHandler<Env> {
  return async (c, next) => {
    const key = c.req.header("idempotency-key");
    if (c.req.method !== "POST" || key === undefined || current().kind === "public" || mayOnlyLook()) return next();
    if (logsAsItGoes.test(c.req.path)) return next();
    if (!/^[\x21-\x7e]{16,255}$/.test(key))
      throw new AppError("request.idempotency_key_invalid", "An Idempotency-Key has 16 to 255 printable characters.");
    // What will not stay cannot be repeated either.
    if (isRehearsal()) return next();
    const scope = `${name}:${reference()}:${tenants().length === 1 ? tenants()[0] : "-"}`;
    const bodySha256 = sha256(await c.req.raw.clone().text());
    const earlier = await begin(scope, key, c, bodySha256);
    if (earlier) return replay(c, earlier, bodySha256);
    try {
      // The answer is kept in the transaction of the effect: after a crash either both are there or neither.
      await transaction(async () => {
        await next();
        if (c.error || c.res.status >= 400) throw new Undone();
        await keep(scope, key, c);
      });
    } catch (error) {
      await forget(scope, key, c, error);
      if (!(error instanceof Undone)) throw error;
    }
    return undefined;
  };
}

/** Rolls the transaction of a refused request back; its answer is already made. */
class Undone extends Error {}

/** Refuses a call without an Idempotency-Key: for deciding, publishing and everything that must not happen twice. */
export const keyRequired: MiddlewareHandler<Env> = async (c, next) => {
  if (!c.req.header("idempotency-key"))
    throw new AppError(
      "request.idempotency_required",
      "Send an Idempotency-Key of 16 to 255 characters, so that a repeat cannot act twice.",
    );
  await next();
};

async function begin(scope: string, key: string, c: Context, bodySha256: string): Promise<Stored | null> {
  const now = new Date();
  return separately(async (tx) => {
    const made = await tx
      .insertInto("idempotencyKeys")
      .values({
        scope,
        key,
        method: c.req.method,
        path: pathToKeep(c.req.path),
        bodySha256,
        status: "in_progress",
        lockedUntil: new Date(now.getTime() + lockMs),
        expiresAt: new Date(now.getTime() + keptMs),
      })
      .onConflict((conflict) => conflict.columns(["scope", "key"]).doNothing())
      .returning("key")
      .executeTakeFirst();
    if (made) return null;
    const stored = (await tx
      .selectFrom("idempotencyKeys")
      .selectAll()
      .where("scope", "=", scope)
      .where("key", "=", key)
      .forUpdate()
      .executeTakeFirstOrThrow()) as unknown as Stored;
    const same =
      stored.method === c.req.method && stored.path === pathToKeep(c.req.path) && stored.bodySha256 === bodySha256;
    if (!same || stored.status === "done" || stored.lockedUntil > now) return stored;
    await tx
      .updateTable("idempotencyKeys")
      .set({ lockedUntil: new Date(now.getTime() + lockMs) })
      .where("scope", "=", scope)
      .where("key", "=", key)
      .execute();
    return null;
  });
}

function replay(c: Context, stored: Stored, bodySha256: string): Response {
  if (stored.method !== c.req.method || stored.path !== pathToKeep(c.req.path) || stored.bodySha256 !== bodySha256)
    throw new AppError(
      "request.idempotency_mismatch",
      "This Idempotency-Key was used for another request. Use a new one.",
    );
  if (stored.status !== "done")
    throw new AppError("request.idempotency_in_progress", "The first call with this Idempotency-Key still runs.", {
      details: { retryAfterSeconds: 1 },
    });
  c.header("Idempotent-Replayed", "true");
  const status = stored.responseStatus ?? 200;
  if (status === 204) return c.body(null, status);
  return c.json(stored.responseBody, status as ContentfulStatusCode);
}

async function keep(scope: string, key: string, c: Context<Env>): Promise<void> {
  // What is sent as it is made is not kept: a repeat makes it anew.
  if (c.res.status !== 204 && !c.res.headers.get("content-type")?.startsWith("application/json"))
    return drop(scope, key);
  const { status, body } = await toKeep(c);
  await transaction((tx) =>
    tx
      .updateTable("idempotencyKeys")
      .set({ status: "done", responseStatus: status, responseBody: body })
      .where("scope", "=", scope)
      .where("key", "=", key)
      .execute(),
  );
}

// A secret is shown once: a repeat learns that it was made, and not what it is.
async function toKeep(c: Context<Env>): Promise<{ status: number; body: string | null }> {
  const { status } = c.res;
  if (c.get("shownOnce") && status < 300) {
    const code = "request.already_exists";
    const message = "This was made by the first call, and its secret was shown once. Revoke it and make another.";
    return {
      status: errorStatus[code],
      body: JSON.stringify({ error: { code, message, requestId: c.get("requestId") } }),
    };
  }
  return { status, body: status === 204 ? null : await c.res.clone().text() };
}

/** For routes whose answer holds a secret: it is never kept, not even for a repeat of the same call. */
export const shownOnce: MiddlewareHandler<Env> = async (c, next) => {
  c.set("shownOnce", true);
  await next();
};

// A refusal that will not change is kept too; what a later try may mend is forgotten.
async function forget(scope: string, key: string, c: Context<Env>, error: unknown): Promise<void> {
  const lasting = error instanceof Undone && c.res.status < 500 && !mendable.has(c.res.status);
  if (lasting) return separately(() => keep(scope, key, c));
  await separately(() => drop(scope, key));
}

async function drop(scope: string, key: string): Promise<void> {
  await transaction((tx) =>
    tx.deleteFrom("idempotencyKeys").where("scope", "=", scope).where("key", "=", key).execute(),
  );
}
