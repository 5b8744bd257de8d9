import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";

// What Lambda's own runtime is for a function: asks for events, calls the handler, tells the outcome. It runs as a process of its
// own and knows nothing of the project, like the code it calls.

interface Context {
  awsRequestId: string;
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  getRemainingTimeInMillis(): number;
}
type ResponseStream = Writable & { setContentType(type: string): void };
type Handler = (event: unknown, context: Context) => unknown;
type StreamHandler = (event: unknown, stream: ResponseStream, context: Context) => unknown;

const variable = (name: string): string => process.env[name] ?? "";
const [hostname, port] = variable("AWS_LAMBDA_RUNTIME_API").split(":");
const agent = new Agent({ keepAlive: true });
const streaming = new WeakSet<object>();
const preludeEnd = Buffer.alloc(8);
let underWay: string | undefined;

Object.assign(globalThis, {
  awslambda: {
    streamifyResponse(handler: StreamHandler): StreamHandler {
      streaming.add(handler);
      return handler;
    },
    HttpResponseStream: {
      from(stream: ResponseStream, prelude: unknown): ResponseStream {
        stream.setContentType("application/vnd.awslambda.http-integration-response");
        stream.write(Buffer.concat([Buffer.from(JSON.stringify(prelude)), preludeEnd]));
        return stream;
      },
    },
  },
});

function open(method: string, path: string, headers: Record<string, string | number> = {}): ClientRequest {
  return request({ agent, hostname, port, method, path: `/2018-06-01/runtime/${path}`, headers });
}

async function call(method: string, path: string, body = ""): Promise<{ message: IncomingMessage; body: string }> {
  const outgoing = open(method, path, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  const answered = answerTo(outgoing);
  outgoing.end(body);
  const message = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return { message, body: Buffer.concat(chunks).toString() };
}

function answerTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => outgoing.once("response", resolve).once("error", reject));
}

function tell(thrown: unknown, errorType?: string): string {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return JSON.stringify({ errorType: errorType ?? name, errorMessage: message, trace: stack?.split("\n") ?? [] });
}

async function load(): Promise<Handler | StreamHandler> {
  const [file, name = ""] = variable("_HANDLER").split(".");
  const code = pathToFileURL(join(variable("LAMBDA_TASK_ROOT"), `${file}.mjs`)).href;
  const exported = ((await import(code)) as Record<string, unknown>)[name];
  if (typeof exported === "function") return exported as Handler;
  throw Object.assign(new Error(`${file}.${name} is undefined or not exported`), { name: "Runtime.HandlerNotFound" });
}

function typeOf(error: unknown): string | undefined {
  if (error instanceof SyntaxError) return "Runtime.UserCodeSyntaxError";
  const { code } = error as { code?: unknown };
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" ? "Runtime.ImportModuleError" : undefined;
}

async function serve(handler: Handler | StreamHandler): Promise<void> {
  const { message, body } = await call("GET", "invocation/next");
  const header = (name: string): string => String(message.headers[`lambda-runtime-${name}`] ?? "");
  const requestId = header("aws-request-id");
  const deadlineMs = Number(header("deadline-ms"));
  const context: Context = {
    awsRequestId: requestId,
    functionName: variable("AWS_LAMBDA_FUNCTION_NAME"),
    functionVersion: variable("AWS_LAMBDA_FUNCTION_VERSION"),
    invokedFunctionArn: header("invoked-function-arn"),
    memoryLimitInMB: variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
  underWay = requestId;
  if (streaming.has(handler)) await stream(handler as StreamHandler, JSON.parse(body), context);
  else await answer(handler as Handler, JSON.parse(body), context);
  underWay = undefined;
}

async function answer(handler: Handler, event: unknown, context: Context): Promise<void> {
  const path = `invocation/${context.awsRequestId}`;
  let result: string;
  try {
    result = JSON.stringify((await handler(event, context)) ?? null);
  } catch (error) {
    await call("POST", `${path}/error`, tell(error));
    return;
  }
  await call("POST", `${path}/response`, result);
}

async function stream(handler: StreamHandler, event: unknown, context: Context): Promise<void> {
  const path = `invocation/${context.awsRequestId}`;
  const outgoing = open("POST", `${path}/response`, {
    "lambda-runtime-function-response-mode": "streaming",
    "transfer-encoding": "chunked",
    trailer: "lambda-runtime-function-error-type, lambda-runtime-function-error-body",
    "content-type": "application/octet-stream",
  });
  const answered = answerTo(outgoing);
  answered.catch(() => undefined);
  const out = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => void outgoing.write(chunk, done),
      final: (done) => void outgoing.end(done),
    }),
    { setContentType: (type: string) => void outgoing.setHeader("content-type", type) },
  );
  try {
    await handler(event, out, context);
  } catch (error) {
    if (!outgoing.headersSent) {
      outgoing.destroy();
      await call("POST", `${path}/error`, tell(error));
      return;
    }
    const told = Buffer.from(tell(error)).toString("base64");
    const errorType = error instanceof Error ? error.name : "Error";
    outgoing.addTrailers({
      "lambda-runtime-function-error-type": errorType,
      "lambda-runtime-function-error-body": told,
    });
    outgoing.end();
  }
  (await answered).resume();
}

// What nobody catches ends the process, and the invocation under way with it.
async function crash(error: unknown, errorType?: string): Promise<never> {
  process.stderr.write(`${tell(error, errorType)}\n`);
  if (underWay) await call("POST", `invocation/${underWay}/error`, tell(error, errorType)).catch(() => undefined);
  process.exit(128);
}
process.on("uncaughtException", (error) => void crash(error));
process.on("unhandledRejection", (error) => void crash(error, "Runtime.UnhandledPromiseRejection"));

try {
  const handler = await load();
  flushCompileCache();
  while (true) await serve(handler);
} catch (error) {
  await call("POST", "init/error", tell(error, typeOf(error))).catch(() => undefined);
  process.exit(1);
}
