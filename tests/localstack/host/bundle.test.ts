import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stop } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bundle, bundlesOf } from "#localstack/host/bundle.ts";
import { root } from "#localstack/paths.ts";

const folder = ".data/bundle-test";
const source = (name: string, text: string): void => writeFileSync(join(root, folder, `${name}.ts`), text);
const handler = `${folder}/door.handler`;

async function bundle(): Promise<Bundle | undefined> {
  return (await bundlesOf([handler])).get(handler);
}
const fileOf = (made: Bundle | undefined) => join(made?.dir ?? "", "index.mjs");

beforeAll(() => mkdirSync(join(root, folder), { recursive: true }));
afterAll(async () => {
  rmSync(join(root, folder), { recursive: true, force: true });
  await stop();
});

test("a bundle is made once for the same sources, and anew when one of them changes", async () => {
  source("words", `export const word = "one";`);
  source("door", `import { word } from "./words.ts"; export const handler = () => word;`);
  const first = await bundle();
  const { mtimeMs } = statSync(fileOf(first));
  expect(await bundle()).toEqual(first);
  expect(statSync(fileOf(first)).mtimeMs).toBe(mtimeMs);
  source("words", `export const word = "another";`);
  const second = await bundle();
  expect(fileOf(second)).not.toBe(fileOf(first));
  source("words", `export const word = "one";`);
  expect(fileOf(await bundle())).toBe(fileOf(first));
});

test("a bundle knows which variables its code names, not those of code that is left out", async () => {
  source("words", `export const used = () => process.env["USED"]; export const name = "UNUSED";`);
  source("idle", `export const name = "LEFT_OUT";`);
  source("door", `import { used } from "./words.ts"; import { name } from "./idle.ts"; export const handler = used;`);
  const made = await bundle();
  expect(made?.names).toContain("USED");
  expect(made?.names).not.toContain("LEFT_OUT");
});

test("what cannot be bundled says where", async () => {
  source("door", `import { nothing } from "./missing.ts"; export const handler = nothing;`);
  await expect(bundle()).rejects.toThrow("./missing.ts");
});
