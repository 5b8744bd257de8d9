import { config } from "#platform/config.ts";

// PostgreSQL's classes for "the server or the connection is gone", and what its client says without a code.
const databaseGone = /^(08|57P0|53300)/;
const clientSays =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/**
 * True when work failed because one of our own stores is down or starting. Such work waits without using up an attempt:
 * the fault is not in the job.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, port, name } = error as { code?: unknown; port?: unknown; name: string };
  if (name === "MaxRetriesPerRequestError" || clientSays.test(error.message)) return true;
  if (typeof code !== "string") return error.cause !== undefined && isOutage(error.cause);
  if (databaseGone.test(code)) return true;
  return ["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code) && storePorts().includes(String(port));
}

function storePorts(): string[] {
  return [config("DATABASE_URL"), config("REDIS_URL")].map((url) => new URL(url).port);
}
