import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, readBody } from "../services/serve.ts";
import type { FunctionError } from "./outcome.ts";

/** An event on its way into a runtime. */
export interface Delivery {
  requestId: string;
  deadlineMs: number;
  payload: Buffer;
}

/** What a runtime says. Answers to a request that is not the one under way are refused before they get here. */
export interface RuntimeListener {
  /** It waits for its next event: `deliver` gives it one, now or later. */
  asks(deliver: (delivery: Delivery) => void): void;
  answers(payload: Buffer): void;
  streams(contentType: string, body: IncomingMessage): void;
  fails(error: FunctionError): void;
  failsToStart(error: FunctionError): void;
}

/** The largest payload that Lambda takes or gives. */
export const payloadBytesMax = 6 * 1024 * 1024;

const route = /^\/2018-06-01\/runtime\/(?:(invocation\/next)|(init\/error)|invocation\/([^/]+)\/(response|error))$/;

/**
 * Lambda's Runtime API for one runtime process, on a free port of its own.
 * @returns the address as AWS_LAMBDA_RUNTIME_API names it
 */
export async function startRuntimeApi(
  functionArn: string,
  listener: RuntimeListener,
): Promise<{ address: string; close(): void }> {
  let current: string | undefined;
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  // A stream may take as long as its function, and a frozen runtime is silent for as long as it is.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, next, init, requestId, verb] = route.exec(request.url ?? "") ?? [];
    if (next && request.method === "GET") return listener.asks((delivery) => deliver(response, delivery));
    if (request.method !== "POST")
      return answer(response, 404, { errorType: "NotFound", errorMessage: "No such path" });
    if (init) {
      listener.failsToStart(errorIn(await readBody(request)));
      return accepted(response);
    }
    if (!verb || requestId !== current) {
      request.resume();
      return answer(response, 400, { errorType: "InvalidRequestID", errorMessage: "Invalid request ID" });
    }
    if (request.headers["lambda-runtime-function-response-mode"] === "streaming" && verb === "response") {
      request.once("end", () => accepted(response));
      return listener.streams(request.headers["content-type"] ?? "application/octet-stream", request);
    }
    const body = await readBody(request);
    current = undefined;
    if (verb === "error") listener.fails(errorIn(body));
    else if (body.length > payloadBytesMax) listener.fails(tooLarge);
    else listener.answers(body);
    accepted(response);
  }

  function deliver(response: ServerResponse, { requestId, deadlineMs, payload }: Delivery): void {
    current = requestId;
    response
      .writeHead(200, {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": requestId,
        "lambda-runtime-deadline-ms": String(deadlineMs),
        "lambda-runtime-invoked-function-arn": functionArn,
      })
      .end(payload);
  }

  const port = await listen(server, 0);
  return {
    address: `127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const tooLarge: FunctionError = {
  errorType: "Function.ResponseSizeTooLarge",
  errorMessage: `Response payload size exceeded maximum allowed payload size (${payloadBytesMax} bytes).`,
};

const accepted = (response: ServerResponse): void => answer(response, 202, { status: "OK" });

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function errorIn(body: Buffer): FunctionError {
  try {
    return JSON.parse(body.toString()) as FunctionError;
  } catch {
    return { errorType: "Runtime.Unknown", errorMessage: body.toString().slice(0, 1_000) };
  }
}
