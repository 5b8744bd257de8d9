import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test, vi } from "vitest";
import { root } from "#localstack/paths.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const patience = { timeout: 15_000, interval: 20 };

interface Answer {
  value: unknown;
  stateStarts: number;
}

/**
 * A process that holds `outer.ts` and answers what a function of it, which imports `inner.ts` and `state.ts`, says; `held.ts` is imported by
 * the process itself. Modules import each other in these files only, so that Node's own loader is what is tested.
 */
function hotProcess() {
  const folder = mkdtempSync(join(tmpdir(), "leadmetrics-hot-"));
  const product = join(folder, "product");
  mkdirSync(product);
  const write = (name: string, text: string) => writeFileSync(join(product, name), text);
  write("inner.ts", "export const value: number = 1;");
  write("held.ts", "export const held = 1;");
  write(
    "state.ts",
    "const all = globalThis as { starts?: number };\nall.starts = (all.starts ?? 0) + 1;\nexport const starts = () => all.starts;",
  );
  write(
    "outer.ts",
    'import { value } from "./inner.ts";\nimport { starts } from "./state.ts";\nexport const ask = () => ({ value, stateStarts: starts() });',
  );
  writeFileSync(
    join(folder, "host.ts"),
    `
    import { createInterface } from "node:readline";
    import { hotModules } from ${JSON.stringify(join(root, "localstack/host/hot.ts"))};
    const tell = (line: object) => process.stdout.write(JSON.stringify(line) + "\\n");
    const hot = hotModules({ folders: [${JSON.stringify(product)}], changed: (files) => tell({ changed: files.length }), stale: (file) => tell({ stale: file }) });
    const held: string = ${JSON.stringify(join(product, "held.ts"))};
    await import(held);
    createInterface(process.stdin).on("line", () => {
      hot.load(${JSON.stringify(join(product, "outer.ts"))}).then(
        (module) => tell({ answer: (module["ask"] as () => object)() }),
        (error) => tell({ error: String(error) }),
      );
    });
    tell({ ready: true });
    `,
  );
  const child = spawn(process.execPath, [join(folder, "host.ts")], { stdio: ["pipe", "pipe", "inherit"] });
  const told: Record<string, unknown>[] = [];
  createInterface(child.stdout).on("line", (line) => told.push(JSON.parse(line) as Record<string, unknown>));
  stops.push(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  const next = async (name: string): Promise<unknown> => {
    await vi.waitFor(() => expect(told.some((one) => name in one)).toBe(true), patience);
    const at = told.findIndex((one) => name in one);
    return told.splice(at, 1)[0]?.[name];
  };
  const ask = async (name = "answer"): Promise<Answer> => {
    child.stdin.write("\n");
    return (await next(name)) as Answer;
  };
  return { write, next, ask, product };
}

test("a changed module and what imports it are taken anew; the rest stay as they are", async () => {
  const { write, next, ask } = hotProcess();
  await next("ready");
  expect(await ask()).toEqual({ value: 1, stateStarts: 1 });
  write("inner.ts", "export const value: number = 2;");
  expect(await next("changed")).toBe(2);
  expect(await ask()).toEqual({ value: 2, stateStarts: 1 });
  write("inner.ts", "export const value: number = 3;");
  await next("changed");
  expect(await ask()).toEqual({ value: 3, stateStarts: 1 });
});

test("a module that cannot be read fails until it can", async () => {
  const { write, next, ask } = hotProcess();
  await next("ready");
  await ask();
  write("inner.ts", "export const value: number = ;");
  await next("changed");
  expect(await ask("error")).toContain("SyntaxError");
  write("inner.ts", "export const value: number = 4;");
  await next("changed");
  expect(await ask()).toEqual({ value: 4, stateStarts: 1 });
});

test("a change of what the process imports by itself asks for another start", async () => {
  const { write, next, ask, product } = hotProcess();
  await next("ready");
  await ask();
  write("held.ts", "export const held = 2;");
  expect(await next("stale")).toBe(join(product, "held.ts"));
});
