import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { root } from "#localstack/paths.ts";
import type { Build } from "./graph.ts";

const registry = "000000000000";

type Answer = (args: Build) => unknown;

/** Answers what SST's components ask of its command line, and notes which functions it should build. */
export async function startRpc(): Promise<{ url: string; builds: Build[]; close(): void }> {
  const builds: Build[] = [];
  const note: Answer = (args) => {
    builds.push(args);
    return { handler: args.handler, out: join(root, ".sst/synth/function"), errors: [], sourcemaps: [] };
  };
  const answers: Record<string, Answer> = {
    "Runtime.Build": note,
    "Runtime.AddTarget": (args) => Boolean(note(args)),
    "Provider.Aws.Bootstrap": () => ({
      asset: "assets",
      assetEcrRegistryId: registry,
      assetEcrUrl: `${registry}.dkr.ecr.eu-central-1.amazonaws.com/assets`,
      state: "state",
      appsyncHttp: "appsync",
      appsyncRealtime: "appsync",
    }),
    "Provider.Aws.Appsync": () => ({ http: "appsync", realtime: "appsync" }),
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method, params, id } = JSON.parse(Buffer.concat(parts).toString()) as {
        method: string;
        params: [Build];
        id?: unknown;
      };
      const answer = answers[method];
      const result = answer
        ? { result: answer(params[0]), error: null }
        : { error: `rpc: can't find method ${method}` };
      response.end(JSON.stringify({ id: id ?? null, ...result }));
    });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, builds, close: () => void server.close() };
}
