import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { root } from "#localstack/paths.ts";
import { ensurePlatform } from "#localstack/sst-platform.ts";
import { ahead } from "#tests/support/ahead.ts";

declare module "vitest" {
  export interface ProvidedContext {
    stacksFile: string;
  }
}

const output = {
  edgeFunctions: {},
  origins: {
    s3: {
      type: "s3",
      originPath: "_assets",
      copy: [{ from: ".open-next/assets", to: "_assets", cached: true, versionedSubDir: "_next" }],
    },
    imageOptimizer: {
      type: "function",
      handler: "index.handler",
      bundle: ".open-next/image-optimization-function",
      streaming: false,
    },
    default: {
      type: "function",
      handler: "index.handler",
      bundle: ".open-next/server-functions/default",
      streaming: true,
      wrapper: "aws-lambda-streaming",
      converter: "aws-apigw-v2",
    },
  },
  behaviors: [
    { pattern: "_next/image*", origin: "imageOptimizer" },
    { pattern: "*", origin: "default" },
    { pattern: "_next/*", origin: "s3" },
  ],
  additionalProps: { disableIncrementalCache: true, disableTagCache: true },
};

/** Makes what a synthesis needs while tests run that need nothing of it. */
export function setup(project: TestProject): () => Promise<void> {
  const { file, end } = ahead("stacks", prepare);
  project.provide("stacksFile", file);
  return end;
}

/** SST's platform, the bundles of all functions, and in the place of built sites the shape of what their builds leave. */
export async function prepare(): Promise<null> {
  await ensurePlatform();
  const at = (...parts: string[]): string => join(root, ".sst/synth", ...parts);
  const file = (path: string, content: unknown): void => {
    mkdirSync(join(at(path), ".."), { recursive: true });
    writeFileSync(at(path), typeof content === "string" ? content : JSON.stringify(content));
  };
  await promisify(execFile)("node", ["localstack/boot.mjs", "localstack/bundle.ts"], { cwd: root });
  file("function/index.mjs", "export const handler = () => undefined;");
  file("docs/index.html", "<!doctype html><title>Documentation</title>");
  file("portal/.next/BUILD_ID", "build");
  file("portal/.next/routes-manifest.json", { basePath: "" });
  file("portal/.next/prerender-manifest.json", { version: 4, routes: {} });
  file("portal/.open-next/open-next.output.json", output);
  file("portal/.open-next/assets/_next/static/page.js", "export {};");
  for (const name of ["image-optimization-function", "server-functions/default"])
    file(`portal/.open-next/${name}/index.mjs`, "export const handler = () => undefined;");
  return null;
}
