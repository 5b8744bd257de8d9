import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { hashPassword, isCommon, verifyNothing, verifyPassword } from "#platform/password.ts";

const password = "correct horse battery staple";

/** How often the event loop turned while something was worked on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await turn();
    turns++;
  }
  return turns;
}

describe("a password", () => {
  test("is derived beside the event loop, which serves others meanwhile", async () => {
    const hash = await hashPassword(password);
    expect(await turnsDuring(hashPassword(password))).toBeGreaterThan(20);
    expect(await turnsDuring(verifyPassword({ hash, password }))).toBeGreaterThan(20);
    expect(await turnsDuring(verifyNothing(password))).toBeGreaterThan(20);
  });

  test("is kept under a salt of its own, by a costly derivation, and found again exactly as typed", async () => {
    const [one, two] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(one).toMatch(/^argon2id\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    for (const [given, isIt] of [
      [password, true],
      [password.toUpperCase(), false],
      [`${password} `, false],
      [password.slice(0, -1), false],
    ] as const)
      expect(await verifyPassword({ hash: one, password: given })).toBe(isIt);
  });

  test("is never found in what is no hash of ours", async () => {
    for (const hash of ["", "plain", "argon2id$$", `scrypt$${"a".repeat(22)}$${"b".repeat(43)}`])
      expect(await verifyPassword({ hash, password })).toBe(false);
  });

  test("is on the list of known ones whatever its capitals, from a list that was shipped", async () => {
    expect(await Promise.all(["password123", "PassWord123", "iloveyou1", password].map(isCommon))).toEqual([
      ...[true, true, true],
      false,
    ]);
  });
});
