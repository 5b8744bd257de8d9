import { afterAll, beforeEach, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { execute } from "#core/run/execute.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { ActivityEvent, Activity as ActivityItem } from "#schema/activity.ts";
import type { Page } from "#schema/page.ts";
import { orderedRun } from "#tests/support/agents.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { waitingFor } from "#tests/support/pieces.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { workAll } from "#tests/support/work.ts";

let tenant: TestTenant;
let briefId: string;
let postId: string;
beforeEach(async () => {
  tenant = await freshTenant();
  briefId = (await orderedRun(tenant)).activityId;
  const post = await asPlatform((tx) =>
    tx
      .selectFrom("activityDependencies")
      .select("activityId")
      .where("dependsOnId", "=", briefId)
      .executeTakeFirstOrThrow(),
  );
  postId = post.activityId;
});
afterAll(closeStores);

const activity = (id: string) => ok<ActivityItem>(tenant.people.DM, "GET", `/tenant/v1/activities/${id}`);
const redo = (id: string, who = tenant.people.DM) =>
  call(who, "POST", `/dm/v1/activities/${id}/redo`, { body: { reason: "Say more about safety." } });
const kinds = async (id: string) =>
  (await ok<Page<ActivityEvent>>(tenant.people.DM, "GET", `/tenant/v1/activities/${id}/events`)).items.map(
    ({ kind }) => kind,
  );
const queued = () =>
  asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select(["id", "agent"])
      .where("tenantId", "=", tenant.id)
      .where("status", "=", "queued")
      .orderBy("id")
      .execute(),
  );

test("a brief that was done again has its post in review written anew, and the old approval is void", async () => {
  await workAll(tenant);
  const before = await waitingFor(tenant, "blog_post", "dm");
  expect(await redo(briefId)).toMatchObject({ status: 200, body: { status: "queued", version: 2 } });
  await workAll(tenant);
  expect(await activity(briefId)).toMatchObject({ status: "done", version: 2 });
  const after = await waitingFor(tenant, "blog_post", "dm");
  expect(after.id).not.toBe(before.id);
  const post = await asPlatform((tx) =>
    tx
      .selectFrom("blogPosts as p")
      .innerJoin("contentBriefs as b", "b.id", "p.briefId")
      .innerJoin("agentRuns as r", "r.id", "b.runId")
      .select(["p.version", "r.version as briefVersion"])
      .where("p.tenantId", "=", tenant.id)
      .executeTakeFirstOrThrow(),
  );
  expect(post.version).toBeGreaterThan(1);
  expect(post.briefVersion).toBe(2);
});

test("a post that is being written while its brief is done again is written once more by the new one", async () => {
  const [brief] = await queued();
  await as(machine(tenant.id), () => execute(brief?.id ?? ""));
  const [first] = await queued();
  await redo(briefId);
  await as(machine(tenant.id), () => execute(first?.id ?? ""));
  await workAll(tenant);
  expect(await activity(postId)).toMatchObject({ status: "awaiting_approval" });
  const writers = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("version")
      .where("activityId", "=", postId)
      .where("agent", "=", "blog-writer")
      .orderBy("version")
      .execute(),
  );
  expect(writers.map(({ version }) => version)).toEqual([1, 2]);
});

test("what says the same as before leaves alone what was made from it", async () => {
  await workAll(tenant);
  const before = await waitingFor(tenant, "blog_post", "dm");
  await redo(briefId);
  const [again] = await queued();
  await asPlatform((tx) =>
    tx
      .updateTable("agentRuns")
      .set({ outputSha256: "0".repeat(64) })
      .where("activityId", "=", briefId)
      .execute(),
  );
  expect(again?.agent).toBe("content-brief-writer");
  const isNew = await as(machine(tenant.id), () =>
    transaction(async (tx) => Activity.hasChanged(tx, await Activity.locked(tx, briefId))),
  );
  expect(isNew).toBe(false);
  expect((await waitingFor(tenant, "blog_post", "dm")).id).toBe(before.id);
});

test("finished work that is made from it is done again, what a client decided only says so", async () => {
  const made = await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const common = { priority: "normal", input: { subject: "Lamps" }, dependsOn: [briefId] } as const;
      const notes = { ...common, type: "research_notes", doer: "research-note-writer", title: "Notes" } as const;
      const post = { ...common, type: "gbp_post", doer: "gbp-post-writer", title: "A post" } as const;
      return { notes: await Activity.plan(tx, notes), post: await Activity.plan(tx, post) };
    }),
  );
  await workAll(tenant);
  expect((await redo(briefId)).status).toBe(200);
  await workAll(tenant);
  expect(await activity(made.notes)).toMatchObject({ status: "done", version: 2 });
  expect(await kinds(made.notes)).toContain("redone");
  expect(await activity(made.post)).toMatchObject({ status: "done", version: 1 });
  expect(await kinds(made.post)).toContain("input_changed");
});

test("a text of its own, work at hand and the work of others are not done again", async () => {
  expect(await redo(briefId)).toMatchObject({ code: "request.illegal_transition" });
  await workAll(tenant);
  expect(await redo(postId)).toMatchObject({ code: "request.illegal_transition" });
  const stranger = await freshTenant();
  expect((await redo(briefId, stranger.people.DM)).status).toBe(404);
  expect(await activity(briefId)).toMatchObject({ status: "done", version: 1 });
});
