import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { functionName } from "#functions/dispatcher/function-name.ts";
import { log } from "#platform/log.ts";
import { type Queue, queues } from "#schema/queues.ts";
import { listen, readBody } from "../services/serve.ts";
import { loadHandler } from "./load.ts";

/** A function that can be invoked, with its limits. */
export interface Invokable {
  concurrency: number;
  timeoutMs: number;
  run(event: unknown): Promise<unknown>;
}

/** The functions behind the queues, by invocation name. One that serves several queues has the slots of all and the longest time. */
export function queueFunctions(): Map<string, Invokable> {
  const all = Map.groupBy(Object.values<Queue>(queues), (queue) => queue.function);
  return new Map(
    [...all].map(([path, served]) => [
      functionName(path),
      {
        concurrency: served.reduce((sum, queue) => sum + queue.concurrency, 0),
        timeoutMs: Math.max(...served.map((queue) => queue.timeoutMs)),
        run: async (event) => (await loadHandler(path))(event),
      },
    ]),
  );
}

/**
 * The Lambda Invoke API over functions of this process: answers 200 with the result, 200 with X-Amz-Function-Error when the
 * function threw or ran out of time, 429 when all of its slots are taken, 404 for an unknown name. `stop` waits for those at work.
 */
export async function startInvoke(
  port: number,
  functions: ReadonlyMap<string, Invokable> = queueFunctions(),
): Promise<{ port: number; stop(): Promise<void> }> {
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const work = serveInvoke(functions, busy, request, response).catch((error: unknown) => {
      log.warn({ error: String(error) }, "invoke");
      response.destroy();
    });
    underWay.add(work);
    void work.then(() => underWay.delete(work));
  });
  server.keepAliveTimeout = 65_000;
  const bound = await listen(server, port);
  return {
    port: bound,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

const route = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

async function serveInvoke(
  functions: ReadonlyMap<string, Invokable>,
  busy: Map<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = decodeURIComponent(route.exec(request.url ?? "")?.[1] ?? "");
  const target = functions.get(name);
  if (request.method !== "POST" || !target)
    return answer(
      response,
      404,
      { Type: "User", message: `Function not found: ${name}` },
      { "x-amzn-errortype": "ResourceNotFoundException" },
    );
  const event = JSON.parse((await readBody(request, 6 * 1024 * 1024)).toString()) as unknown;
  const taken = busy.get(name) ?? 0;
  if (taken >= target.concurrency)
    return answer(
      response,
      429,
      { Reason: "ConcurrentInvocationLimitExceeded", Type: "User", message: "Rate Exceeded." },
      { "x-amzn-errortype": "TooManyRequestsException" },
    );
  busy.set(name, taken + 1);
  try {
    answer(response, 200, (await within(target.timeoutMs, target.run(event))) ?? null);
  } catch (error) {
    const { name: errorType, message: errorMessage, stack } = error instanceof Error ? error : new Error(String(error));
    log.error({ function: name, error: stack }, "function failed");
    answer(response, 200, { errorType, errorMessage }, { "x-amz-function-error": "Unhandled" });
  } finally {
    busy.set(name, (busy.get(name) ?? 1) - 1);
  }
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          Object.assign(new Error(`Task timed out after ${timeoutMs / 1_000} seconds`), { name: "Sandbox.Timedout" }),
        ),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
