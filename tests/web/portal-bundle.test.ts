import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { root } from "#localstack/paths.ts";
import { portals } from "#schema/portals.ts";

const pagesOf = (folder: string): string[] =>
  readdirSync(join(root, "web", folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/^(?:\.next|next-env)/.test(file))
    .map((file) => join("web", folder, file));
const sources = ["kit", ...portals].flatMap(pagesOf);
const naming = (words: RegExp): string[] =>
  sources.filter((file) => words.test(readFileSync(join(root, file), "utf8")));

describe("a portal on AWS", () => {
  test.each(portals)("%s is built for itself, streams its answers and keeps no cache", async (portal) => {
    const { outputFiles } = buildSync({
      entryPoints: [join(root, "web", portal, "open-next.config.ts")],
      bundle: true,
      format: "esm",
      platform: "node",
      write: false,
    });
    const code = `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString("base64")}`;
    const { default: config } = (await import(code)) as { default: Record<string, object> };
    expect(config).toMatchObject({
      buildCommand: expect.stringMatching(new RegExp(` build dist/${portal}$`)),
      default: { override: { wrapper: "aws-lambda-streaming", incrementalCache: "dummy", tagCache: "dummy" } },
      dangerous: { disableIncrementalCache: true, disableTagCache: true },
    });
  });

  test("needs nothing that was left out: pages are rendered when they are asked for, pictures come as they are", () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(naming(/"next\/(?:legacy\/)?image"/)).toEqual([]);
    expect(naming(/"next\/cache"|"use cache"|generateStaticParams|export const revalidate\b/)).toEqual([]);
  });
});
