import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Journal, jsonRecord, openJournal } from "#localstack/services/journal.ts";
import { tempDir } from "./emulator.ts";

/** A counter per key over a journal: the smallest thing with superseded records. */
function openTable(file: string): { table: Map<string, unknown>; journal: Journal } {
  const table = new Map<string, unknown>();
  const journal = openJournal(file, {
    replay: (record) => {
      const [key, value] = JSON.parse(record.toString("utf8")) as [string, unknown];
      table.set(key, value);
    },
    snapshot: () => [...table].map(jsonRecord),
  });
  return { table, journal };
}

test("a file cut at any byte replays a prefix of what was written and takes new records", () => {
  const file = join(tempDir(), "table.journal");
  const { journal } = openTable(file);
  for (let i = 0; i < 5; i++) journal.append(jsonRecord([`k${i}`, i]));
  journal.close();
  const whole = readFileSync(file);
  fc.assert(
    fc.property(fc.integer({ min: 16, max: whole.length }), (length) => {
      writeFileSync(file, whole);
      truncateSync(file, length);
      const cut = openTable(file);
      const kept = cut.table.size;
      expect([...cut.table.values()]).toEqual(Array.from({ length: kept }, (_, i) => i));
      cut.journal.append(jsonRecord(["more", 1]));
      cut.journal.close();
      const again = openTable(file);
      again.journal.close();
      expect(again.table.size).toBe(kept + 1);
    }),
  );
});

test.each([
  [
    "half a record",
    Buffer.concat([Buffer.from([0, 16, 0, 0, 9, 9, 9, 9]), Buffer.alloc(2_000, Buffer.from([1, 0, 0, 0]))]),
  ],
  ["zeros", Buffer.alloc(2_000)],
])("nothing of %s at the end is left once new records follow", (_what, tail) => {
  const file = join(tempDir(), "table.journal");
  openTable(file).journal.close();
  appendFileSync(file, tail);
  const { journal } = openTable(file);
  journal.append(jsonRecord(["a", 1]));
  journal.close();
  const { table, journal: last } = openTable(file);
  last.close();
  expect([...table]).toEqual([["a", 1]]);
});

test("damage before the end is reported and nothing is cut", () => {
  const file = join(tempDir(), "table.journal");
  const { journal } = openTable(file);
  for (let i = 0; i < 5; i++) journal.append(jsonRecord([`k${i}`, i]));
  journal.close();
  const bytes = readFileSync(file);
  bytes[28] = (bytes[28] ?? 0) ^ 255;
  writeFileSync(file, bytes);
  expect(() => openTable(file)).toThrow(/is damaged at byte 16/);
  expect(statSync(file).size).toBe(bytes.length);
});

test("a file full of superseded records shrinks at the next start and keeps the state", () => {
  const file = join(tempDir(), "table.journal");
  const { journal } = openTable(file);
  const filler = "x".repeat(1_000);
  for (let i = 0; i < 10_000; i++) journal.append(jsonRecord([`k${i % 10}`, `${i}${filler}`]));
  journal.close();
  const before = statSync(file).size;
  openTable(file).journal.close();
  expect(statSync(file).size).toBeLessThan(before / 100);
  const { table, journal: last } = openTable(file);
  last.close();
  expect([...table.keys()]).toHaveLength(10);
  expect(table.get("k9")).toBe(`9999${filler}`);
});
