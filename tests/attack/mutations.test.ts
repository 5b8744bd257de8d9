import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isolationFaults } from "#localstack/isolation.ts";
import { type Declaration, isolation } from "#schema/isolation.ts";
import { closeStores } from "#tests/support/close.ts";
import { type RowMaker, rowMaker } from "#tests/support/rows/index.ts";
import { wallsDatabase } from "#tests/support/walls.ts";
import { type Attack, allBreachesOf, breachesOf, ownerBreachesOf, prepareAttack } from "./database/attack.ts";
import { attemptFunction, distinct, other, own, throughRoles } from "./database/identities.ts";
import { common, type Mutation, mutationsOf } from "./database/mutations.ts";

// The proof of the proof: each wall of the database is taken down once, and the attack has to notice.
let walls: Awaited<ReturnType<typeof wallsDatabase>>;
let maker: RowMaker;

beforeAll(async () => {
  walls = await wallsDatabase();
  await walls.superuser.query(attemptFunction);
  await walls.superuser.query("begin");
  maker = await rowMaker(walls.superuser);
  for (const table of Object.keys(isolation)) for (const tenantId of [own, other]) await maker.row(table, tenantId);
});
afterAll(async () => {
  await closeStores();
  await walls.drop();
});

/** What notices a mutation: the attack on the table, the attempts of the owner, the look at the catalogues. */
async function noticed(attack: Attack, mutation: Mutation): Promise<Mutation["seenBy"][]> {
  await walls.superuser.query("set constraints all immediate; savepoint mutation");
  await walls.superuser.query(mutation.sql);
  const run = throughRoles(walls.superuser);
  const by: Mutation["seenBy"][] = [];
  if (mutation.seenBy === "attack" && !(await breachesOf(attack, run, distinct).next()).done) by.push("attack");
  if (mutation.seenBy === "owner" && (await ownerBreachesOf(attack, run)).length > 0) by.push("owner");
  if (mutation.seenBy === "catalogue" && (await isolationFaults(walls.superuser)).length > 0) by.push("catalogue");
  await walls.superuser.query("rollback to savepoint mutation");
  return by;
}

describe("each wall taken down turns the attack red:", () => {
  test.each(Object.entries(isolation))("of %s", async (table, declared: Declaration) => {
    const attack = await prepareAttack(maker, table, declared);
    const run = throughRoles(walls.superuser);
    expect(await allBreachesOf(attack, run, distinct)).toEqual([]);
    const shape = maker.shapes.get(table);
    for (const mutation of shape ? mutationsOf(shape, declared) : [])
      expect({ mutation: mutation.what, by: await noticed(attack, mutation) }).toEqual({
        mutation: mutation.what,
        by: [mutation.seenBy],
      });
  });

  test.each(common)("$what", async (mutation) => {
    const attack = await prepareAttack(maker, "blog_posts", isolation["blog_posts"] as Declaration);
    expect(await noticed(attack, mutation)).toEqual([mutation.seenBy]);
  });
});
