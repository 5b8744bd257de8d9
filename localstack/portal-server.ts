import { createReadStream, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { bundlesOf } from "./host/bundle.ts";
import { serveUrl } from "./host/function-url.ts";
import { gate } from "./host/gate.ts";
import { startInstance } from "./host/instance.ts";
import { createPool, type Pool } from "./host/pool.ts";
import { nodeCommand } from "./node-command.ts";
import type { PortalBundle } from "./portal-bundle.ts";
import { listenHttp, type Service } from "./services/serve.ts";

const runtimePath = "localstack/host/runtime.main";
const memoryMb = 1_024;
const timeoutMs = 20_000;
const kinds: Record<string, string> = { ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

/**
 * Serves a portal's bundle as it is served on AWS: its server function in a process of its own over the Lambda Runtime API, called with
 * the events of a function URL, and before it the store of its assets.
 * @param env what the stack gives the function
 */
export async function servePortal(bundle: PortalBundle, env: Record<string, string>): Promise<Service> {
  const pool = await functionOf(bundle, env);
  const server = await listenHttp(
    0,
    () => pool,
    async (target, request, response) => {
      if (await sendAsset(bundle, request, response)) return;
      await serveUrl(target, request, response);
    },
  );
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    stop: async () => {
      pool.stop();
      await server.close();
    },
  };
}

async function functionOf({ portal, serverDir }: PortalBundle, env: Record<string, string>): Promise<Pool> {
  const runtime = (await bundlesOf([runtimePath])).get(runtimePath);
  if (!runtime) throw new Error("The runtime of functions has no bundle.");
  const name = `portal-${portal}`;
  const command = nodeCommand(join(runtime.dir, "index.mjs"), {
    ...env,
    NODE_ENV: "production",
    _HANDLER: "index.handler",
    LAMBDA_TASK_ROOT: serverDir,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  });
  const write = (line: string): void => void process.stderr.write(`${name}: ${line}\n`);
  const program = { name, args: command.args, cwd: serverDir, env: command.env ?? {}, timeoutMs, memoryMb, write };
  const start = () => startInstance(program);
  return createPool({ concurrency: 2, reserved: false, idleMs: 60_000, start, gate: gate(1) });
}

async function sendAsset({ assetsDir }: PortalBundle, request: IncomingMessage, out: ServerResponse): Promise<boolean> {
  const { pathname } = new URL(request.url ?? "/", "http://local");
  const file = join(assetsDir, decodeURIComponent(pathname));
  if (!pathname.startsWith("/_next/") || !file.startsWith(join(assetsDir, "_next"))) return false;
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  out.writeHead(200, { "content-type": kinds[extname(file)] ?? "application/octet-stream" });
  await pipeline(createReadStream(file), out);
  return true;
}
