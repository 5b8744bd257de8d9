import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "#localstack/paths.ts";
import { startTestCloud, type TestCloud } from "#tests/support/cloud.ts";
import { type Product, startProduct } from "#tests/support/product.ts";

let cloud: TestCloud;
let product: Product;

beforeAll(async () => {
  cloud = await startTestCloud();
  // The bundles that would be deployed walk the loop here; the other journeys run inline, which is quicker to start.
  product = await startProduct(cloud, { functionHost: "isolated" });
});
afterAll(async () => {
  await product?.stop();
  await cloud?.stop();
});

interface Summary {
  ok: boolean;
  promises: { name: string; kept: boolean; detail: string }[];
  load?: { published: number; toReview: { medianMs: number } };
}

async function demo(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; summary: Summary }> {
  const child = spawn(process.execPath, [join(root, "tests/demo/index.ts"), "--json", ...args], {
    env: { ...process.env, ...cloud.env, API_URL: product.url, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, summary: JSON.parse(output) as Summary };
}

test("the demo walks the whole loop over HTTP and finds every promise kept in every store", async () => {
  const { code, summary } = await demo([]);
  expect(summary.promises.filter(({ kept }) => !kept)).toEqual([]);
  expect(summary.promises.length).toBeGreaterThan(35);
  expect(code).toBe(0);
});

test("under load the same promises hold", async () => {
  const { code, summary } = await demo(["--tenants", "2", "--requests", "6", "--concurrency", "3"]);
  expect(summary.promises.filter(({ kept }) => !kept)).toEqual([]);
  expect(summary.load?.published).toBe(6);
  expect(code).toBe(0);
});

test("a promise that is not kept is named, and the demo fails", async () => {
  const { code, summary } = await demo([], { DEMO_PASSWORD: "not the password" });
  expect(summary.promises.filter(({ kept }) => !kept)).toMatchObject([{ name: "everyone can sign in" }]);
  expect(code).toBe(1);
});
