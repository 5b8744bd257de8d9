import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { ZodError } from "zod";
import { log } from "#platform/log.ts";
import { AppError, type ErrorEnvelope } from "#schema/errors.ts";
import { pathToKeep } from "./path.ts";
import { type Env, invalid } from "./router.ts";

/** The only place where an error becomes an answer. What is not ours is logged whole and answered without detail. */
export function onError(error: Error, c: Context<Env>): Response {
  const known = translate(error);
  const requestId = c.get("requestId") ?? "none";
  if (known.status >= 500)
    log.error({ requestId, path: pathToKeep(c.req.path), error: error.stack ?? error.message }, "request failed");
  const envelope: ErrorEnvelope = {
    error: {
      code: known.code,
      message: known.message,
      requestId,
      ...(known.fields ? { fields: known.fields } : {}),
      ...(known.details ? { details: known.details } : {}),
    },
  };
  const retryAfter = known.details?.["retryAfterSeconds"];
  if (typeof retryAfter === "number") c.header("Retry-After", String(Math.ceil(retryAfter)));
  else if (known.status === 503) c.header("Retry-After", "5");
  return c.json(envelope, known.status);
}

/** The answer of a path that no route serves. */
export function onMissing(c: Context<Env>): Response {
  return onError(
    new AppError("request.no_route", `${c.req.method} ${c.req.path} is not part of this API. See /docs.`),
    c,
  );
}

function translate(error: Error): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return invalid(error.issues);
  if (error instanceof HTTPException && error.status === 400)
    return new AppError("request.malformed", "The body is not valid JSON.");
  if (error instanceof HTTPException && error.status === 415)
    return new AppError("request.unsupported_type", "Send the body as JSON, with Content-Type: application/json.");
  const code = "code" in error ? String(error.code) : "";
  if (isNoText(error, code))
    return new AppError(
      "request.malformed",
      "A text of the request holds NUL or half of a character, which cannot be stored. Leave it out.",
    );
  if (code === "40001" || code === "40P01")
    return new AppError("request.stale_state", "Somebody changed the same thing at the same moment. Try again.");
  if (code === "25006")
    return new AppError(
      "auth.impersonated",
      "You act as somebody else and may only look; this would change something.",
    );
  if (code === "23505") return new AppError("request.already_exists", "Something with the same key exists already.");
  if (isAway(error, code))
    return new AppError("server.unavailable", "A store does not answer right now. Try again in a few seconds.");
  return new AppError("server.internal", "Something went wrong on our side. Give the request id when you report it.");
}

const awayCodes = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "57P01", "57P03", "53300"];
const awayNames = ["MaxRetriesPerRequestError", "MongoServerSelectionError", "MongoNetworkError"];
// The pool of connections knows no codes.
const awayWords = /timeout exceeded when trying to connect|connection timeout|Connection terminated/;

function isAway(error: Error, code: string): boolean {
  return awayCodes.includes(code) || awayNames.includes(error.name) || awayWords.test(error.message);
}

// What the database says of it: an invalid byte sequence, an escape that JSON there cannot hold.
function isNoText(error: Error, code: string): boolean {
  return code === "22021" || code === "22P05" || ("detail" in error && /surrogate/.test(String(error.detail)));
}
