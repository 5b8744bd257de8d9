import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// What the sources must not contain, whatever a review overlooks.
const sources = (pattern: string) =>
  globSync(pattern, { exclude: (name) => name === "node_modules" || name === ".next" }).map((path) => ({
    path,
    text: readFileSync(path, "utf8"),
  }));
const functions = sources("functions/**/*.ts");
const screens = sources("web/**/*.tsx");

function having(files: readonly { path: string; text: string }[], pattern: RegExp): string[] {
  return files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe("the functions", () => {
  test("are there to be read", () => {
    expect(functions.length).toBeGreaterThan(100);
    expect(screens.length).toBeGreaterThan(50);
  });

  test("neither evaluate text nor start programs, but the one that is a way to a model", () => {
    const started = ["functions/platform/model/program.ts"];
    expect(having(functions, /(?<![.\w])eval\(|new Function\(|node:(child_process|vm|worker_threads)/)).toEqual(
      started,
    );
  });

  test("encrypt with AES-GCM alone", () => {
    expect(having(functions, /create(Cipher|Decipher)iv\((?!\s*"aes-256-gcm")/)).toEqual([]);
  });

  test("hash with SHA-2 alone, but where a name is made by another rule", () => {
    // Redis names a script by its SHA-1; the points of a file are named by it, which keeps nothing secret.
    const named = ["functions/core/dataset/store-batch.ts", "functions/platform/limit.ts"];
    expect(having(functions, /create(Hash|Hmac)\((?!\s*"sha(256|384|512)")/).sort()).toEqual(named);
  });
});

describe("the screens", () => {
  test("never turn text into markup by hand", () => {
    expect(having(screens, /dangerouslySetInnerHTML|\.(inner|outer)HTML|document\.write|insertAdjacentHTML/)).toEqual(
      [],
    );
  });

  test("ask for passwords in masked fields that password managers fill and nothing keeps people from pasting into", () => {
    const fields = screens.flatMap(({ path, text }) =>
      [...text.matchAll(/<PasswordInput\b[\s\S]*?\/>/g)].map(([field]) => ({ path, field })),
    );
    expect(fields.length).toBeGreaterThanOrEqual(5);
    const deaf = fields.filter(({ field }) => !/autoComplete="(current|new)-password"/.test(field));
    expect(deaf.map(({ path }) => path)).toEqual([]);
    expect(having(screens, /onPaste=/)).toEqual([]);
    expect(having(screens, /<(TextInput|input)\b[^>]*password[^>]*type="text"/i)).toEqual([]);
  });
});
