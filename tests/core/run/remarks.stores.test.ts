import { afterAll, beforeEach, expect, test } from "vitest";
import * as Approval from "#core/approval/index.ts";
import * as Critic from "#core/critic/agent.ts";
import { orderIssue } from "#core/critic/issues.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { liveWorld } from "#core/run/live-world.ts";
import { order } from "#core/run/order.ts";
import { giveUp } from "#core/run/outcomes.ts";
import { asPlatform, pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { ApprovalDetail, ApprovalKind } from "#schema/approval.ts";
import { newId } from "#schema/ids.ts";
import type { PieceDetail, PieceItem } from "#schema/piece.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { decide, waitingFor, worked } from "#tests/support/pieces.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

const subject = { subject: "Rewiring a table lamp at home" };
const inTenant = <T>(work: Parameters<typeof transaction<T>>[0]) => as(machine(tenant.id), () => transaction<T>(work));

async function newsletter(): Promise<PieceDetail> {
  const { items } = await ok<{ items: PieceItem[] }>(tenant.people.TM, "GET", "/tenant/v1/newsletters");
  return ok<PieceDetail>(tenant.people.TM, "GET", `/tenant/v1/newsletters/${items[0]?.id}`);
}

async function runs(agent: string) {
  return asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .selectAll()
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", agent)
      .orderBy("id", "desc")
      .execute(),
  );
}

async function told(): Promise<string[]> {
  const { rows } = await pool(platformRole).query<{ name: string }>(
    "select name from outbox where tenant_id = $1 and kind = 'notification' order by id",
    [tenant.id],
  );
  return rows.map(({ name }) => name);
}

/** What the checks of a run found, as they would have kept it. */
async function found(runId: string, version: number, validator: "V7" | "V11", items: string[] = []) {
  await asPlatform((tx) =>
    tx
      .insertInto("validatorResults")
      .values({
        ...{ tenantId: tenant.id, id: newId("validatorResult"), runId, version, validator, passed: false },
        ...{ action: "warned", details: JSON.stringify({ message: "Something.", items }) },
      })
      .execute(),
  );
}

test("a newsletter that could not be written again lies before the agency as it was, flagged, and the agency is told", async () => {
  const { DM, CA } = tenant.people;
  await worked(tenant, "email_newsletter", subject);
  await decide(DM, await waitingFor(tenant, "newsletter", "dm"), "approve");
  await decide(CA, await waitingFor(tenant, "newsletter", "client"), "reject", "Say more about the switch, please.");
  expect(await newsletter()).toMatchObject({ status: "draft", version: 1 });
  const [run] = await runs("email-writer");
  expect(run).toMatchObject({ status: "queued", activityId: null });
  await inTenant((tx) => giveUp(tx, run as never, "provider_error", "The model does not answer."));
  expect(await newsletter()).toMatchObject({ status: "dm_review", version: 1 });
  expect((await waitingFor(tenant, "newsletter", "dm")).flags).toContain("rewrite_failed");
  expect(await told()).toContain("run.failed");
});

test("nobody is told of a critic that fails: its draft says so", async () => {
  await worked(tenant, "email_newsletter", subject);
  const [run] = await runs("content-critic");
  await inTenant((tx) => giveUp(tx, run as never, "provider_error", "The model does not answer."));
  expect(await told()).not.toContain("run.failed");
});

test("claims without a source and repeated orders block a draft, whatever the critic answered", async () => {
  await worked(tenant, "email_newsletter", subject);
  const [run] = await runs("content-critic");
  const [writer] = await runs("email-writer");
  if (!run || !writer) throw new Error("nobody wrote and judged");
  await found(writer.id, 1, "V7", ["1987", "the best", "7 %"]);
  await found(writer.id, 1, "V11");
  const data = {
    ...{ passed: true, score: 96, brandScore: 90 },
    ...({ confidence: "high", recommendation: "approve" } as const),
    issues: [],
  };
  await inTenant((tx) =>
    Critic.store(tx, run as unknown as ClaimedRun, {
      data,
      warnings: [],
      claims: [],
      suspected: false,
    }),
  );
  const verdict = await asPlatform((tx) =>
    tx
      .selectFrom("criticResults")
      .selectAll()
      .where("tenantId", "=", tenant.id)
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow(),
  );
  expect(verdict).toMatchObject({ passed: false, score: 96, recommendation: "regenerate" });
  const issues = verdict.issues as unknown as { severity: string; description: string }[];
  expect(issues.map(({ severity }) => severity)).toEqual(["blocking", "blocking"]);
  expect(issues[1]?.description).toBe(orderIssue.description);
});

test("an approval says what the checks of its writer found, and what was noticed", async () => {
  await worked(tenant, "gbp_post", subject);
  const [writer] = await runs("gbp-post-writer");
  const runId = writer?.id ?? "";
  await found(runId, 1, "V7", ["1987"]);
  await asPlatform((tx) =>
    tx
      .updateTable("agentRuns")
      .set({ warnings: ["1 link(s) to unknown sites were removed."] })
      .where("tenantId", "=", tenant.id)
      .where("id", "=", runId)
      .execute(),
  );
  const open = (kind: ApprovalKind, type: string) =>
    inTenant((tx) =>
      Approval.open(tx, {
        ...{ kind, version: 1, contentHash: "a".repeat(64), stage: "dm", author: `agent:${runId}` },
        subject: { type, id: newId("gbpPost"), title: "A post" },
      }),
    );
  const read = (id: string) => ok<ApprovalDetail>(tenant.people.DM, "GET", `/dm/v1/approvals/${id}`);
  expect(await read(await open("gbp_publish", "gbp_post"))).toMatchObject({
    flags: ["unsupported_claims"],
    warnings: ["1 link(s) to unknown sites were removed."],
  });
  expect((await read(await open("strategy", "strategy"))).flags).toEqual([]);
});

test("what was sent back twice is written by the next higher tier, also when it is about a thing", async () => {
  const about = { type: "newsletter", id: newId("emailNewsletter") };
  const ordered = (rejections: number, version: number) =>
    inTenant((tx) =>
      order(tx, { agent: "email-writer", subject: about, version, wakeReason: "rejection", rejections }),
    );
  await ordered(1, 2);
  await ordered(2, 3);
  const [third, second] = await runs("email-writer");
  expect([second?.tier, third?.tier]).toEqual(["standard", "expensive"]);
});

test("an agent that a skill names may load it; another may not", async () => {
  await inTenant((tx) =>
    tx
      .insertInto("tenantSkills")
      .values({
        ...{ tenantId: tenant.id, id: newId("tenantSkill"), name: "warm-words", description: "Use when writing ads." },
        ...{ body: "Write warmly.", appliesTo: ["gbp-post-writer"], createdBy: "system:test" },
      })
      .execute(),
  );
  await worked(tenant, "gbp_post", subject);
  const [writer] = await runs("gbp-post-writer");
  const context = await as(machine(tenant.id), () =>
    liveWorld(writer as unknown as ClaimedRun, {} as never, new AbortController().signal).context(),
  );
  expect(context.skills).toContainEqual(["warm-words", "Write warmly."]);
  expect(context.granted.map(([name]) => name)).toContain("load_skill");
  expect(context.agent.maxTurns).toBeGreaterThan(1);
});
