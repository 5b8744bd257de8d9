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
