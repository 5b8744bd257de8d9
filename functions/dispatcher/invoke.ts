import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import { config } from "#platform/config.ts";
import { functionName } from "./function-name.ts";

/** The function was not run: it is throttled, or nobody answers at its address. Trying again later costs nothing. */
export class NotInvoked extends Error {
  override readonly name = "NotInvoked";
}

const agents = {
  "http:": new Agent({ keepAlive: true, maxSockets: 256 }),
  "https:": new TlsAgent({ keepAlive: true, maxSockets: 256 }),
};
const marginMs = 5_000;
const notRun: readonly number[] = [429, 502, 503, 504];

/**
 * Calls a function of the catalogue with a JSON event over the Lambda Invoke API and waits for its answer.
 * @throws NotInvoked when it surely did not run; Error when it threw, ran out of time or its outcome is not known
 */
export async function invoke(path: string, event: unknown, timeoutMs: number): Promise<unknown> {
  const { status, headers, body } = await post(
    new URL(`/2015-03-31/functions/${encodeURIComponent(functionName(path))}/invocations`, config("INVOKE_URL")),
    JSON.stringify(event),
    timeoutMs + marginMs,
  );
  if (notRun.includes(status)) throw new NotInvoked(`${functionName(path)} cannot be run now (${status}).`);
  if (status !== 200) throw new Error(`Invoke of ${functionName(path)} answered ${status}: ${body.slice(0, 300)}`);
  if (headers["x-amz-function-error"]) throw new Error(functionError(body));
  return JSON.parse(body) as unknown;
}

/** Drops the kept connections. */
export function closeConnections(): void {
  for (const agent of Object.values(agents)) agent.destroy();
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

// node:http instead of fetch: fetch gives up on an answer after five minutes, an agent may work for ten.
function post(url: URL, body: string, timeoutMs: number, fresh = false): Promise<Answer> {
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: fresh ? false : agents[secure ? "https:" : "http:"],
      headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
    });
    outgoing.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
      );
      response.on("error", reject);
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") reject(new NotInvoked(error.message));
      // A kept connection may be found closed; a new one tells that from a function that died.
      else if (error.code === "ECONNRESET" && outgoing.reusedSocket) resolve(post(url, body, timeoutMs, true));
      else
        reject(
          error.name === "TimeoutError" ? new Error(`No answer within ${Math.round(timeoutMs / 1_000)} s.`) : error,
        );
    });
    outgoing.end(body);
  });
}

function functionError(body: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(body) as { errorType?: string; errorMessage?: string };
    return `${errorType ?? "Error"}: ${errorMessage ?? "unknown"}`;
  } catch {
    return body.slice(0, 300) || "The function failed.";
  }
}
