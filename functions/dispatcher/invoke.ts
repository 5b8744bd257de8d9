import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import { config } from "#platform/config.ts";
import { log } from "#platform/log.ts";
import { queueFunctionName } from "#schema/functions.ts";
import { type QueueName, queues } from "#schema/queues.ts";

/** The function was not run: it is throttled, or nobody answers at its address. Trying again later costs nothing. */
export class NotInvoked extends Error {
  override readonly name = "NotInvoked";
}

/** The event is larger than Lambda takes; it will be as large when it is sent again. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

const agents = {
  "http:": new Agent({ keepAlive: true, maxSockets: 256 }),
  "https:": new TlsAgent({ keepAlive: true, maxSockets: 256 }),
};
const marginMs = 5_000;
// Throttled, being changed, not reached.
const notRun: readonly number[] = [429, 409, 502, 503, 504];
const unreached: readonly string[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];
const eventBytesMax = 6 * 1024 * 1024;
// A gateway forgets a connection on which nothing was sent for six minutes; an agent may work for ten.
const probeAfterMs = 60_000;

/**
 * Calls the function of a queue with a JSON event over the Lambda Invoke API and waits for its answer.
 * @throws NotInvoked when it surely did not run, TooLarge when it never will with this event; Error when it threw, ran out of time or
 * its outcome is not known
 */
export async function invoke(queue: QueueName, event: unknown): Promise<unknown> {
  const name = `${config("INVOKE_PREFIX")}${queueFunctionName(queue)}`;
  const url = new URL(`/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, config("INVOKE_URL"));
  const sent = JSON.stringify(event);
  if (Buffer.byteLength(sent) > eventBytesMax) throw tooLarge(name);
  const { status, headers, body } = await post(
    { url, headers: await headersFor(url, sent), body: sent },
    queues[queue].timeoutMs + marginMs,
  );
  if (status === 413) throw tooLarge(name);
  if (notRun.includes(status)) throw new NotInvoked(`${name} cannot be run now (${status}).`);
  if (status !== 200) throw new Error(`Invoke of ${name} answered ${status}: ${body.slice(0, 300)}`);
  if (headers["x-amz-function-error"]) throw new Error(functionError(body));
  return JSON.parse(body) as unknown;
}

/** Drops the kept connections. */
export function closeConnections(): void {
  for (const agent of Object.values(agents)) agent.destroy();
}

const tooLarge = (name: string) => new TooLarge(`The event for ${name} is larger than the 6 MB that Lambda takes.`);

/** Headers of an invocation; AWS itself wants to know who sends it, the local host does not. */
export async function headersFor(url: URL, body: string): Promise<Record<string, string>> {
  const [, region] = /^lambda\.([a-z0-9-]+)\.amazonaws\.com$/.exec(url.hostname) ?? [];
  const plain = { "content-type": "application/json" };
  if (url.protocol !== "https:" || region === undefined) return plain;
  const { signedHeaders } = await import("#platform/aws-signature.ts");
  try {
    return await signedHeaders({ url, body, region, service: "lambda" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error({ error: reason }, "no credentials to invoke with");
    throw new NotInvoked(`There are no credentials to sign with: ${reason}`);
  }
}

interface Call {
  url: URL;
  headers: Record<string, string>;
  body: string;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

// node:http instead of fetch: fetch gives up on an answer after five minutes, an agent may work for ten.
function post(call: Call, timeoutMs: number, fresh = false): Promise<Answer> {
  const { url, headers, body } = call;
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: fresh ? false : agents[secure ? "https:" : "http:"],
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
    });
    outgoing.on("socket", (socket) => socket.setKeepAlive(true, probeAfterMs));
    outgoing.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
      );
      response.on("error", reject);
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      if (unreached.includes(error.code ?? "")) reject(new NotInvoked(error.message));
      // A kept connection may be found closed; a new one tells that from a function that died.
      else if (error.code === "ECONNRESET" && outgoing.reusedSocket) resolve(post(call, timeoutMs, true));
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
