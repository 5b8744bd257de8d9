import { afterAll, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import * as Research from "#core/research/index.ts";
import { transaction } from "#platform/db.ts";
import type { ResearchNote, ResearchNoteDetail } from "#schema/research.ts";
import type { Topic } from "#schema/topic.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

test("topics are proposed once, and notes on one of them are there for who writes about it", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  const { TM } = tenant.people;
  const path = "/tenant/v1/research-notes";
  const { activityId } = await ok<{ activityId: string }>(TM, "POST", `${path}/topics`, {
    body: { count: 10, preferredAngles: ["table lamps"] },
  });
  await workAll(tenant);
  const list = () => ok<{ items: ResearchNote[] }>(TM, "GET", `${path}?kind=topic`);
  const [note] = (await list()).items;
  expect(note).toMatchObject({ kind: "topic", activityId });
  const first = await ok<ResearchNoteDetail>(TM, "GET", `${path}/${note?.id}`);
  const topics = first.metadata["topics"] as unknown as Topic[];
  expect(topics).toHaveLength(10);
  expect(new Set(topics.map(({ workingTitle }) => workingTitle)).size).toBe(10);

  await ok(TM, "POST", `${path}/topics`, { body: { count: 10, preferredAngles: ["garden chairs", "oak shelves"] } });
  await workAll(tenant);
  const [again] = (await list()).items;
  const later = (await ok<ResearchNoteDetail>(TM, "GET", `${path}/${again?.id}`)).metadata[
    "topics"
  ] as unknown as Topic[];
  const old = topics.map(({ workingTitle }) => workingTitle);
  expect(later.filter(({ workingTitle }) => old.includes(workingTitle))).toEqual([]);

  await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const id = await Activity.plan(tx, {
        ...{ type: "research_notes", doer: "research-note-writer", title: "Notes", priority: "normal" },
        ...{ input: { sequence: 2 }, dependsOn: [activityId] },
      });
      await Activity.consider(tx, id);
    }),
  );
  await workAll(tenant);
  const title = topics[1]?.workingTitle ?? "";
  const written = await as(machine(tenant.id), () => transaction((tx) => Research.on(tx, title)));
  expect(written).toContain(`# ${title}`);
  expect(await audited(tenant, "research_note.%")).toHaveLength(3);
  const stranger = await freshTenant({ plan: "agency" });
  expect((await call(stranger.people.TM, "GET", `${path}/${note?.id}`)).code).toBe("request.not_found");
  expect(await ok(stranger.people.TM, "GET", path)).toMatchObject({ items: [] });
  const small = await freshTenant({ plan: "pro" });
  expect((await call(small.people.TM, "POST", `${path}/topics`, { body: {} })).code).toBe("plan.plan_limit");
});
