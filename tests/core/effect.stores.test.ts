import { beforeAll, expect, test } from "vitest";
import * as Effect from "#core/effect/index.ts";
import { alone, asPlatform, rehearse, sql, transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await freshTenant();
});

const inTenant = <T>(work: () => Promise<T>) => as(machine(tenant.id), work);
const order = (entityId: string) => Effect.job("search__sync", { collection: "blogs", entityId });

/** What was ordered, in the order in which it is delivered. */
async function ordered(ids: readonly string[]): Promise<unknown[]> {
  const rows = await asPlatform((tx) =>
    tx.selectFrom("outbox").select("payload").where("tenantId", "=", tenant.id).orderBy("id").execute(),
  );
  const all = rows.map(({ payload }) => (payload as { data?: { entityId?: string } }).data?.entityId ?? "");
  return all.filter((id) => ids.includes(id));
}

test("however many effects a change has, all are there after its commit, in their order", async () => {
  const ids = Array.from({ length: 2_500 }, () => newId("blogPost"));
  await inTenant(() =>
    transaction(async () => {
      for (const id of ids) await order(id);
    }),
  );
  expect(await ordered(ids)).toEqual(ids);
});

test("a part that fails alone takes its effects with it, and no others; what is rolled back has none", async () => {
  const [before, within, after, lost, rehearsed] = Array.from({ length: 5 }, () => newId("blogPost")) as [
    string,
    ...string[],
  ];
  const fails = async (id = "") => {
    await order(id);
    throw new Error("it fails");
  };
  await inTenant(() =>
    transaction(async () => {
      await order(before);
      await expect(alone(() => fails(within))).rejects.toThrow("it fails");
      await order(after ?? "");
    }),
  );
  await expect(inTenant(() => transaction(() => fails(lost)))).rejects.toThrow("it fails");
  await inTenant(() => rehearse(() => order(rehearsed ?? "")));
  expect(await ordered([before, within, after, lost, rehearsed] as string[])).toEqual([before, after]);
});

test("changes that mark the same rows for search in different orders all end, with one mark each", async () => {
  const ids = Array.from({ length: 40 }, () => newId("blogPost"));
  const mark = (some: readonly string[]) =>
    inTenant(() =>
      transaction(async (tx) => {
        await sql`select 1`.execute(tx);
        for (const id of some) await Effect.searchSync("blogs", id);
        for (const id of some) await Effect.searchSync("blogs", id);
      }),
    );
  await Promise.all(Array.from({ length: 12 }, (_, at) => mark(at % 2 === 0 ? ids : ids.toReversed())));
  const marks = await inTenant(() =>
    transaction((tx) => tx.selectFrom("searchOutbox").select("subjectId").where("subjectId", "in", ids).execute()),
  );
  expect(marks.map(({ subjectId }) => subjectId).toSorted()).toEqual(ids.toSorted());
});
