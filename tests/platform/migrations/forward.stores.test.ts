import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrationNames } from "#platform/migrate.ts";
import { isolation } from "#schema/isolation.ts";
import type { Values } from "#tests/support/rows/index.ts";
import { type Walls, wallsDatabase } from "#tests/support/walls.ts";
import { readDemands } from "./demands.ts";
import { type Chapter, liveThrough, rowNow, senderOf } from "./history.ts";

// One database lives through all versions. What each left must be there at the end, and what each did must still work.
let walls: Walls;
let chapters: Chapter[];
const versions = migrationNames();

beforeAll(async () => {
  const newest = await wallsDatabase();
  const demands = await readDemands(newest.superuser);
  await newest.drop();
  walls = await wallsDatabase("0000");
  chapters = await liveThrough(walls.superuser, demands);
}, 900_000);
afterAll(() => walls.drop());

const chapterOf = (version: string): Chapter => {
  const found = chapters.find((chapter) => chapter.version === version);
  if (!found) throw new Error(`nothing is known of ${version}`);
  return found;
};

describe("a database that was filled at version", () => {
  test.each(versions)("%s keeps every row and every value in it", async (version) => {
    for (const left of chapterOf(version).left) {
      const now = await rowNow(walls.superuser, left);
      expect({ table: left.table, row: now && known(now, left.row) }).toEqual({
        table: left.table,
        row: known(left.row),
      });
    }
  });

  test("the last one has rows in every table there is", () => {
    const tables = new Set(chapters.flatMap(({ left }) => left.map(({ table }) => table)));
    expect([...tables].sort()).toEqual(Object.keys(isolation).sort());
  });
});

describe("while and after the newest version comes, the product keeps working that knows only", () => {
  test.each(versions)("%s: what it inserts, reads and changes still can be", async (version) => {
    const { habits } = chapterOf(version);
    const failures: string[] = [];
    for (const { table, tenantId, statements } of habits)
      for (const statement of statements) {
        const role = senderOf(table, statement);
        if (!role) continue;
        const why = await attempt(role, tenantId, statement);
        if (why) failures.push(`${role} ${statement.slice(0, 200)}: ${why}`);
      }
    expect(failures).toEqual([]);
  });
});

async function attempt(role: string, tenantId: string, statement: string): Promise<string | undefined> {
  const { superuser } = walls;
  await superuser.query(`begin; set local role ${role}; set local app.tenants = ${pg.escapeLiteral(tenantId)}`);
  return superuser
    .query(statement)
    .then(
      () => undefined,
      (error: Error) => error.message,
    )
    .finally(() => superuser.query("rollback"));
}

/** The values of the columns that were there, without what every change of a row touches. */
function known(row: Values, then: Values = row): Values {
  const names = Object.keys(then).filter((name) => name !== "updated_at" && name !== "row_version");
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}
