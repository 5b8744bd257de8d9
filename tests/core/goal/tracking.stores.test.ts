import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import type { ActionItem } from "#schema/action-item.ts";
import type { GoalDetail } from "#schema/goal.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let own: TestTenant;
let things: Things;
let foreign: TestTenant;
beforeAll(async () => {
  [own, foreign] = await Promise.all([freshTenant(), freshTenant()]);
  things = await furnish(own);
});
afterAll(closeStores);

describe("a goal", () => {
  const put = (what: string, body: object) =>
    call<GoalDetail>(own.people.TA, "PUT", `/tenant/v1/goals/${things.goal}/${what}`, { body });

  test("stands where the newest day says, whatever order values come in; of one day the last word counts", async () => {
    await put("measurements", { value: 20, measuredOn: "2026-03-01" });
    await put("measurements", { value: 12, measuredOn: "2026-02-01" });
    const { body } = await put("measurements", { value: 21, measuredOn: "2026-03-01", note: "Counted again" });
    expect(body.currentValue).toBe(21);
    expect(body.progress.map(({ measuredOn, value }) => [measuredOn, value])).toEqual([
      ["2026-03-01", 21],
      ["2026-02-01", 12],
    ]);
  });

  test("keeps the target it had, and the same target again is no change", async () => {
    const { body } = await put("target", { target: 50, note: "A better year" });
    expect(body.targetValue).toBe(50);
    expect(body.progress[0]).toMatchObject({ kind: "target_change", value: 50, previous: 40 });
    expect((await put("target", { target: 50 })).body.progress).toHaveLength(body.progress.length);
  });

  test("is archived and brought back; archived it takes no values", async () => {
    const verb = (name: string) => ok<GoalDetail>(own.people.TA, "POST", `/tenant/v1/goals/${things.goal}/${name}`);
    expect((await verb("archive")).status).toBe("archived");
    expect((await put("measurements", { value: 1, measuredOn: "2026-03-02" })).code).toBe("request.illegal_transition");
    expect((await verb("restore")).status).toBe("active");
  });
});

describe("a task of people", () => {
  const path = () => `/tenant/v1/action-items/${things.actionItem}`;
  const give = (userId: string | null) => call(own.people.TA, "PUT", `${path()}/assignee`, { body: { userId } });
  const shown = async () => {
    const { items } = await ok<{ items: ActionItem[] }>(own.people.TM, "GET", "/tenant/v1/action-items");
    return items.find(({ id }) => id === things.actionItem);
  };

  test("goes to somebody of the workspace and to nobody else", async () => {
    expect((await give(foreign.people.TM.userId)).code).toBe("request.not_found");
    expect((await give(own.people.TM.userId)).status).toBe(200);
    expect((await shown())?.assignee).toMatchObject({ id: own.people.TM.userId });
  });

  test("is done by whom it was given to, by nobody of the same rank beside them, and once", async () => {
    expect((await call(own.people.CA, "POST", `${path()}/done`)).code).toBe("auth.forbidden");
    expect((await call(own.people.TM, "POST", `${path()}/done`)).status).toBe(200);
    expect((await shown())?.status).toBe("done");
    expect((await call(own.people.TA, "POST", `${path()}/done`)).code).toBe("request.illegal_transition");
    expect((await give(null)).code).toBe("request.illegal_transition");
  });

  test("that is an agent's is not a person's to finish", async () => {
    await asPlatform((tx) =>
      tx
        .updateTable("actionItems")
        .set({ doer: "keyword-clusterer", status: "approved" })
        .where("tenantId", "=", own.id)
        .where("id", "=", things.actionItem)
        .execute(),
    );
    expect((await call(own.people.TA, "POST", `${path()}/done`)).code).toBe("request.illegal_transition");
  });
});

describe("a person's own words", () => {
  const goalPath = () => `/tenant/v1/goals/${things.goal}`;
  const itemPath = () => `/tenant/v1/action-items/${things.actionItem}`;

  test("for a goal keep the target it had, and are lost to whoever was faster", async () => {
    const { rowVersion } = await ok<GoalDetail>(own.people.TA, "GET", goalPath());
    const body = { title: "Orders from the site", metric: "orders", unit: "orders", target: 60, dueOn: "2027-01-01" };
    const edit = (more: object = {}, version = rowVersion) =>
      call<GoalDetail>(own.people.DM, "PATCH", goalPath(), { body: { ...body, ...more }, version });
    expect((await call(own.people.CA, "PATCH", goalPath(), { body, version: rowVersion })).code).toBe("auth.forbidden");
    expect((await edit({ dueOn: "2025-01-01" })).code).toBe("request.validation_failed");
    const { body: edited } = await edit();
    expect(edited).toMatchObject({ title: body.title, targetValue: 60, dueOn: body.dueOn });
    expect(edited.progress).toContainEqual(expect.objectContaining({ kind: "target_change", value: 60, previous: 40 }));
    expect((await edit({ title: "Other words" })).code).toBe("request.version_mismatch");
  });

  test("for a task that waits put the list before the agency again, where whoever wrote them does not decide", async () => {
    const open = () =>
      asPlatform((tx) =>
        tx
          .selectFrom("approvals")
          .select(["kind", "requestedBy"])
          .where("tenantId", "=", own.id)
          .where("kind", "=", "action_items")
          .where("status", "=", "pending")
          .execute(),
      );
    const item = async () => {
      const { items } = await ok<{ items: ActionItem[] }>(own.people.DM, "GET", "/tenant/v1/action-items");
      return items.find(({ id }) => id === things.actionItem);
    };
    const words = { title: "Name the opening hours everywhere", description: "In the footer.", suggestedPeriod: 2 };
    await asPlatform((tx) =>
      tx.updateTable("actionItems").set({ status: "pending_review" }).where("id", "=", things.actionItem).execute(),
    );
    const { rowVersion = 0 } = (await item()) ?? {};
    const send = (person: TestTenant["people"]["DM"], version: number, body: object = words) =>
      call(person, "PATCH", itemPath(), { body, version });
    expect((await send(own.people.TA, rowVersion)).code).toBe("auth.forbidden");
    expect((await send(own.people.DM, rowVersion + 1)).code).toBe("request.version_mismatch");
    expect((await send(own.people.DM, rowVersion)).status).toBe(200);
    expect((await send(own.people.DM, rowVersion + 1, { ...words, suggestedPeriod: 3 })).status).toBe(200);
    expect(await item()).toMatchObject({ title: words.title, suggestedPeriod: 3 });
    expect(await open()).toEqual([
      { kind: "action_items", requestedBy: expect.stringContaining(own.people.DM.userId) },
    ]);
    await asPlatform((tx) =>
      tx.updateTable("actionItems").set({ status: "done" }).where("id", "=", things.actionItem).execute(),
    );
    const last = (await item())?.rowVersion ?? 0;
    expect((await send(own.people.DM, last)).code).toBe("request.illegal_transition");
  });
});
