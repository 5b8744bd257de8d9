import { afterAll, beforeAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import type { DeadLetter, DeadLetterRow, DeadLettersHandled } from "#schema/dead-letter.ts";
import { newId } from "#schema/ids.ts";
import type { Page } from "#schema/page.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, superAdmin, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

const path = "/admin/v1/system/dead-letters";
const reason = "The client left before it was done.";
let staff: TestPerson;
let tenant: TestTenant;

beforeAll(async () => {
  [staff, tenant] = [await superAdmin(), await freshTenant()];
});
afterAll(closeStores);

interface Buried {
  queue?: string;
  data?: object;
  code?: string;
  tenantId?: string | null;
  jobId?: string;
}

function bury({ queue = "search__sync", code = "failed", tenantId = tenant.id, jobId, data }: Buried = {}) {
  const id = newId("deadLetter");
  const carried = data ?? { collection: "blogs", entityId: newId("blogPost") };
  return asPlatform(async (tx) => {
    await tx
      .insertInto("deadLetters")
      .values({
        ...{ id, tenantId, queue, jobId: jobId ?? newId("outbox"), jobName: queue, actor: "system:test", attempts: 4 },
        payload: JSON.stringify({ tenantId, data: carried }),
        ...{ errorCode: code, errorMessage: "It did not work.", firstFailedAt: new Date(), lastFailedAt: new Date() },
      })
      .execute();
    return { id, data: carried };
  });
}
const get = (id: string) => ok<DeadLetter>(staff, "GET", `${path}/${id}`);
const act = (verb: string, body: object) => call<DeadLettersHandled>(staff, "POST", `${path}/${verb}`, { body });
const outboxAfter = (id: string, kind: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select(["name", "tenantId", "payload"])
      .where("id", ">", id.replace("ddl_", "obx_"))
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", kind)
      .execute(),
  );

test("a job that gave up is found by its queue, code and client, and its secrets are not shown", async () => {
  const { id } = await bury({
    code: "odd_one",
    data: {
      runId: "run_1",
      token: "abc",
      nested: [{ url: "https://x.test/reset?token=1234" }],
      key: `sk-ant-${"a".repeat(30)}`,
    },
  });
  const found = await ok<Page<DeadLetterRow>>(staff, "GET", `${path}?status=open&code=odd_one&tenantId=${tenant.id}`);
  expect(found.items.map((row) => row.id)).toEqual([id]);
  expect(await get(id)).toMatchObject({
    runId: "run_1",
    tenantName: tenant.name,
    payload: { data: { runId: "run_1", token: "(hidden)", nested: [{ url: "(hidden)" }], key: "(hidden)" } },
  });
});

test("a job is ordered anew for its client with what it carried, once however often it is asked", async () => {
  const { id, data } = await bury();
  expect((await act("redrive", { ids: [id] })).body).toEqual({ handled: 1, left: 0 });
  expect((await act("redrive", { ids: [id] })).body).toEqual({ handled: 0, left: 1 });
  expect(await get(id)).toMatchObject({ status: "redriven", handledBy: `admin:${staff.userId}` });
  expect(await outboxAfter(id, "job")).toMatchObject([{ name: "search__sync", payload: { data } }]);
  expect(await outboxAfter(id, "audit")).toMatchObject([
    { name: "dead_letter.redriven", payload: { subject: { id }, actor: { id: staff.userId } } },
  ]);
});

test("all that failed for one cause are put aside with a reason", async () => {
  const code = `code_${tenant.id.slice(-6).toLowerCase()}`;
  const [first, second, other] = [await bury({ code }), await bury({ code }), await bury({ code: "another" })];
  expect((await act("discard", { queue: "search__sync", code })).status).toBe(422);
  expect((await act("discard", { queue: "search__sync", code, reason })).body).toEqual({ handled: 2, left: 0 });
  expect(await get(first.id)).toMatchObject({ status: "discarded", note: reason });
  expect([(await get(second.id)).status, (await get(other.id)).status]).toEqual(["discarded", "open"]);
  expect(await outboxAfter(first.id, "job")).toEqual([]);
});

test("what was never delivered is delivered again; what nothing takes any more is refused and stays open", async () => {
  const outboxId = newId("outbox");
  await asPlatform((tx) =>
    tx
      .insertInto("outbox")
      .values({
        ...{
          id: outboxId,
          tenantId: tenant.id,
          kind: "live",
          name: "goal:updated",
          payload: "{}",
          actor: "system:test",
        },
        ...{ attempts: 10, deliveredAt: new Date() },
      })
      .execute(),
  );
  const { id } = await bury({ queue: "outbox", jobId: outboxId });
  expect((await act("redrive", { ids: [id] })).body).toEqual({ handled: 1, left: 0 });
  const row = await asPlatform((tx) =>
    tx.selectFrom("outbox").select(["attempts", "deliveredAt"]).where("id", "=", outboxId).executeTakeFirst(),
  );
  expect(row).toEqual({ attempts: 0, deliveredAt: null });
  await asPlatform((tx) =>
    tx.updateTable("outbox").set({ deliveredAt: new Date() }).where("id", "=", outboxId).execute(),
  );
  const gone = await bury({ queue: "no_such_queue" });
  expect(await act("redrive", { ids: [gone.id] })).toMatchObject({ status: 409, code: "request.illegal_transition" });
  expect((await get(gone.id)).status).toBe("open");
});
