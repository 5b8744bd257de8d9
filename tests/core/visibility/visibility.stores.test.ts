import { afterAll, expect, test } from "vitest";
import { execute } from "#core/run/execute.ts";
import { perform } from "#core/run/perform.ts";
import { ask } from "#core/visibility/ask.ts";
import { requestDue } from "#core/visibility/index.ts";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type {
  Visibility,
  VisibilityNarrative,
  VisibilityPrompt,
  VisibilityPrompts,
  VisibilitySnapshot,
} from "#schema/visibility.ts";
import { simulated, withAdapters, withoutAdapters } from "#tests/support/adapters.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, superAdmin, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";

const path = "/tenant/v1/ai-visibility";

afterAll(async () => {
  await assign({ chatgpt: null, claude: null });
  await withoutAdapters();
  await closeStores();
});

/** Says by which adapter an assistant is asked; null by none that is configured here. */
async function assign(adapters: Record<string, string | null>): Promise<void> {
  const admin = await superAdmin();
  for (const [key, adapter] of Object.entries(adapters))
    await ok(admin, "PATCH", `/admin/v1/ai-visibility/${key}`, { body: { adapter } });
}

async function assistants(): Promise<void> {
  const model = `v-${newId("adapter").slice(-8).toLowerCase()}`;
  const [chatgpt, claude] = await withAdapters(
    { kind: "openai", model },
    // Nobody listens there: this assistant never answers.
    { kind: "anthropic", model, baseUrl: `${simulated("anthropic")}/nothing-here` },
  );
  await assign({ chatgpt: chatgpt ?? null, claude: claude ?? null });
}

async function work(tenant: TestTenant): Promise<string[]> {
  const worked: string[] = [];
  for (;;) {
    const next = await asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select(["id", "agent"])
        .where("tenantId", "=", tenant.id)
        .where("status", "=", "queued")
        .orderBy("id")
        .executeTakeFirst(),
    );
    if (!next) return worked;
    worked.push(next.agent);
    const isCode = next.agent === "ai-visibility-monitor";
    await as(machine(tenant.id), () => (isCode ? perform(next.id, ask) : execute(next.id)));
  }
}

test("assistants are asked, each answer is examined by rules, and the narrative keeps to the counts", async () => {
  await assistants();
  const tenant = await freshTenant({ plan: "pro" });
  const { TA, TM, DM } = tenant.people;
  await asPlatform((tx) =>
    tx
      .insertInto("competitors")
      .values({ tenantId: tenant.id, id: newId("competitor"), name: "Nord Licht", source: "manual" })
      .execute(),
  );
  const first = await ok<VisibilityPrompts>(TM, "GET", `${path}/prompts`);
  expect(first).toMatchObject({ items: [], limit: 10 });
  expect(first.suggestions).toHaveLength(8);
  expect((await call(TM, "POST", `${path}/prompts`, { body: first.suggestions[0] })).code).toBe("auth.forbidden");
  expect((await call(TA, "POST", `${path}/run`)).code).toBe("request.illegal_transition");

  const own = { type: "brand", prompt: `Is ${tenant.name} a reliable choice, or rather Nord Licht?` };
  const other = { type: "category", prompt: "Who makes lamps that can be mended?" };
  const added = await call<VisibilityPrompt>(TA, "POST", `${path}/prompts`, { body: own });
  expect(added.status).toBe(201);
  await call(DM, "POST", `${path}/prompts`, { body: other });
  expect((await call(TA, "POST", `${path}/prompts`, { body: own })).code).toBe("request.already_exists");

  const asked = await call<{ questions: number }>(TA, "POST", `${path}/run`);
  expect(asked).toMatchObject({ status: 202, body: { questions: 4 } });
  expect((await call(DM, "POST", `${path}/run`)).code).toBe("request.rate_limited");
  expect(await work(tenant)).toEqual(["ai-visibility-monitor", "brand-narrative-analyst"]);

  const { items } = await ok<{ items: VisibilitySnapshot[] }>(TM, "GET", `${path}/snapshots`);
  expect(items.map(({ platform }) => platform)).toEqual(["chatgpt", "chatgpt"]);
  const named = items.find(({ type }) => type === "brand");
  expect(named).toMatchObject({ mentioned: true, rank: 1, sentiment: "positive", competitors: ["Nord Licht"] });
  expect(named?.excerpt).toContain(tenant.name);
  expect(items.find(({ type }) => type === "category")).toMatchObject({ mentioned: false, rank: null, excerpt: null });
  const filtered = await ok<{ items: unknown[] }>(TM, "GET", `${path}/snapshots?type=category&platform=chatgpt`);
  expect(filtered.items).toHaveLength(1);

  const seen = await ok<Visibility>(TM, "GET", path);
  expect(seen).toMatchObject({ score: 50, trend: null, answers: 2 });
  expect(seen.sentiment).toEqual({ positive: 1, neutral: 0, negative: 0 });
  expect(seen.shareOfVoice.map(({ name, share }) => [name, share])).toEqual([
    [tenant.name, 50],
    ["Nord Licht", 50],
  ]);
  const { items: told } = await ok<{ items: VisibilityNarrative[] }>(TM, "GET", `${path}/narratives`);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ status: "done", score: 50 });
  expect(told[0]?.narrative).toContain(tenant.name);
  expect(told[0]?.actions.length).toBeGreaterThan(0);

  const spent = await asPlatform((tx) =>
    tx
      .selectFrom("creditReservations")
      .select(["rateKey", "status"])
      .where("tenantId", "=", tenant.id)
      .orderBy("id")
      .execute(),
  );
  expect(spent).toEqual([
    { rateKey: "ai_visibility", status: "consumed" },
    { rateKey: "ai_narrative", status: "consumed" },
  ]);
  const costs = await asPlatform((tx) =>
    tx
      .selectFrom("llmCalls")
      .select("costMicros")
      .where("tenantId", "=", tenant.id)
      .where("status", "=", "ok")
      .execute(),
  );
  expect(costs.filter(({ costMicros }) => costMicros > 0)).toHaveLength(2);
  expect(await audited(tenant, "ai_visibility.%")).toEqual([
    ...["ai_visibility.prompt_added", "ai_visibility.prompt_added", "ai_visibility.run_requested"],
    ...["ai_visibility.run_finished", "ai_visibility.narrative_written"],
  ]);

  // Whatever was answered today is not asked again, by the clock neither.
  await asPlatform((tx) =>
    tx
      .updateTable("agentRuns")
      .set({ createdAt: new Date(Date.now() - 2 * 3_600_000) })
      .where("tenantId", "=", tenant.id)
      .execute(),
  );
  const nightly = { schedule: "nightly" };
  expect(await ok<Visibility>(DM, "PUT", `${path}/schedule`, { body: nightly })).toMatchObject(nightly);
  expect((await call(TM, "PUT", `${path}/schedule`, { body: nightly })).code).toBe("auth.forbidden");
  await as(machine(tenant.id), requestDue);
  await work(tenant);
  expect((await ok<{ items: unknown[] }>(TM, "GET", `${path}/snapshots`)).items).toHaveLength(2);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await ok<{ items: unknown[] }>(stranger.people.TA, "GET", `${path}/snapshots`)).items).toEqual([]);
  const theirs = `${path}/prompts/${added.body.id}`;
  expect((await call(stranger.people.TA, "PATCH", theirs, { body: { active: false } })).code).toBe("request.not_found");
});

test("the plan bounds the prompts, and a client that keeps its data inside asks nobody", async () => {
  await assistants();
  const free = await freshTenant({ plan: "free" });
  const one = { type: "brand", prompt: "What are they known for?" };
  expect((await call(free.people.TA, "POST", `${path}/prompts`, { body: one })).code).toBe("plan.plan_limit");

  const inside = await freshTenant({ plan: "pro" });
  const { TA } = inside.people;
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ dataPrivacyLevel: "local_only" }).where("id", "=", inside.id).execute(),
  );
  await ok(TA, "POST", `${path}/prompts`, { body: one });
  expect((await call(TA, "POST", `${path}/run`)).code).toBe("request.illegal_transition");
  const { platforms, score } = await ok<Visibility>(TA, "GET", path);
  expect(platforms.map(({ available }) => available)).toEqual(platforms.map(() => false));
  expect(score).toBeNull();

  const choosy = await freshTenant({ plan: "pro" });
  await ok(choosy.people.TA, "POST", `${path}/prompts`, { body: one });
  for (const key of ["chatgpt", "claude"])
    await ok(choosy.people.TA, "PUT", `${path}/platforms/${key}`, { body: { enabled: false } });
  expect((await call(choosy.people.TA, "POST", `${path}/run`)).code).toBe("request.illegal_transition");
  expect(await audited(choosy, "ai_visibility.platform%")).toHaveLength(2);
});
