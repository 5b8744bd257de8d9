import { afterAll, expect, test } from "vitest";
import { plusDays, todayIn } from "#core/month/days.ts";
import type { Activity, ActivityDetail } from "#schema/activity.ts";
import type { Page } from "#schema/page.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { clientZone, freshTenant, type TestPerson } from "#tests/support/tenant.ts";

afterAll(closeStores);

const today = todayIn(clientZone, new Date());

test("people find the tasks that are theirs, by name or by role, the most urgent first and page by page, on both sides", async () => {
  const { people, id: tenantId } = await freshTenant({ plan: "pro" });
  const { TA, CA, TM, DM, DL } = people;
  const add = async (title: string, inDays: number, rest: Record<string, unknown>) => {
    const body = { title, dueOn: plusDays(today, inDays), ...rest };
    const made = await call<ActivityDetail>(TA, "POST", "/tenant/v1/tasks", { body });
    expect(made.status).toBe(201);
    return made.body.id;
  };
  await add("Call the printer", 9, { assigneeUserId: TM.userId });
  await add("Photograph the shop", 2, { assigneeUserId: TM.userId });
  await add("Ask the council", 2, { assigneeUserId: TM.userId });
  const open = await add("Whoever sells", 5, { assigneeRole: "TM" });
  await add("Look at the numbers", 1, { assigneeUserId: DM.userId });
  const of = async (who: TestPerson, path: string, query = "") => {
    const titles: string[] = [];
    let cursor = "";
    do {
      const page = await ok<Page<Activity>>(who, "GET", `${path}?mine=true&limit=2${query}${cursor}`);
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : "";
    } while (cursor);
    return titles;
  };
  const ofTM = ["Photograph the shop", "Ask the council", "Whoever sells", "Call the printer"];
  expect(await of(TM, "/tenant/v1/activities")).toEqual(ofTM);
  // The only one of a role is given its tasks; nobody is named any more, and they still find it.
  await call(TA, "PATCH", `/tenant/v1/tasks/${open}`, { body: { assigneeUserId: null } });
  expect(await of(TM, "/tenant/v1/activities", "&status=pending")).toEqual(ofTM);
  expect(await of(CA, "/tenant/v1/activities")).toEqual([]);
  expect(await of(DM, "/dm/v1/activities")).toEqual(["Look at the numbers"]);
  expect(await of(DM, "/dm/v1/activities", `&tenantId=${tenantId}`)).toEqual(["Look at the numbers"]);
  expect(await of(DL, "/dm/v1/activities")).toEqual([]);
});
