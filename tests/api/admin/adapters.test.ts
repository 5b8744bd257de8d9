import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { handler } from "#functions/worker/agents.ts";
import { asPlatform, pool, sql } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { Adapter, AdapterChecked } from "#schema/adapter.ts";
import { newId } from "#schema/ids.ts";
import { callsTo, simulated } from "#tests/support/adapters.ts";
import { call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { ownSimulators } from "#tests/support/own-simulators.ts";
import { superAdmin, type TestPerson } from "#tests/support/tenant.ts";

const models = { cheap: "small", standard: "middle", expensive: "large" };
const key = "sk-a-very-secret-key-Z9y8";
let staff: TestPerson;
let count = 0;

ownSimulators();
beforeEach(async () => {
  staff = await superAdmin();
  await Promise.all([outside.clearFaults(), outside.forgetCalls()]);
});
afterAll(closeStores);

// Nobody but this test knows the adapters: they are off.
const named = () => `house-${staff.userId.slice(-8).toLowerCase()}-${++count}`;
const post = (body: object) => call<Adapter>(staff, "POST", "/admin/v1/adapters", { body });
const compatible = (more: object = {}) =>
  post({ name: named(), kind: "openai", baseUrl: simulated("openai"), key, models, enabled: false, ...more });
const patch = ({ id, rowVersion }: Adapter, body: object) =>
  call<Adapter>(staff, "PATCH", `/admin/v1/adapters/${id}`, { body, headers: { "if-match": `"${rowVersion}"` } });
const order = ({ id }: Adapter, body: object = {}) =>
  call<AdapterChecked>(staff, "POST", `/admin/v1/adapters/${id}/test`, { body });
const checksOf = async ({ id }: Adapter) =>
  (await call<{ items: AdapterChecked[] }>(staff, "GET", `/admin/v1/adapters/${id}/checks`)).body.items;
/** Hands a job to the function that takes it, as the dispatcher does. */
async function work(checkId: string, receiveCount = 1) {
  const message = { actor: "admin:t", tenantId: null, requestId: null, createdAt: "", data: { checkId } };
  const record = {
    messageId: newId("outbox"),
    body: JSON.stringify(message),
    attributes: { ApproximateReceiveCount: String(receiveCount), SentTimestamp: "1" },
    eventSource: "bullmq" as const,
    eventSourceARN: "arn:leadmetrics:bullmq:::adapter__check",
  };
  return handler({ Records: [record] });
}
async function check(adapter: Adapter, body: object = {}): Promise<AdapterChecked> {
  const ordered = await order(adapter, body);
  expect(await work(ordered.body.id)).toEqual({ batchItemFailures: [] });
  const [done] = await checksOf(adapter);
  if (done?.id !== ordered.body.id) throw new Error("The newest check is another one.");
  return done;
}
const entries = (id: string) =>
  asPlatform(async (tx) => {
    const rows = await tx
      .selectFrom("outbox")
      .select(["name", "payload"])
      .where("kind", "=", "audit")
      .orderBy("id")
      .execute();
    const all = rows.map(({ name, payload }) => ({
      name,
      ...(payload as { subject: { id: string }; change: object }),
    }));
    return all.filter(({ subject }) => subject.id === id);
  });

describe("an adapter", () => {
  test("of a server of the OpenAI dialect is added, listed and seen with the end of its key only", async () => {
    const { status, body } = await compatible({ priority: 7 });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: "openai",
      models,
      keyLast4: "Z9y8",
      hasKey: true,
      local: false,
      priority: 7,
      lastCheck: null,
    });
    const list = await call<{ items: Adapter[] }>(staff, "GET", "/admin/v1/adapters");
    expect(list.body.items.find(({ id }) => id === body.id)).toEqual(body);
    expect(JSON.stringify([body, list.body])).not.toContain("very-secret");
    expect(await entries(body.id)).toMatchObject([
      { name: "adapter.created", change: { after: { kind: "openai", models } } },
    ]);
    for (const table of ["adapters", "outbox", "idempotency_keys"]) {
      const found = await pool(platformRole).query(`select 1 from ${table} t where t::text like $1`, [`%${key}%`]);
      expect({ table, rows: found.rows }).toEqual({ table, rows: [] });
    }
  });

  test("has a name of its own", async () => {
    const { body } = await compatible();
    expect(await compatible({ name: body.name })).toMatchObject({ status: 409, code: "request.already_exists" });
  });

  test("changes field by field, each kind of change with its entry; whoever saw an older version changes nothing", async () => {
    const { body: made } = await compatible();
    const changed = await patch(made, { models: { cheap: "tiny" }, enabled: true, key: "sk-another-key-1234" });
    expect(changed.body).toMatchObject({ models: { ...models, cheap: "tiny" }, enabled: true, keyLast4: "1234" });
    expect(await patch(made, { enabled: false })).toMatchObject({ status: 412, code: "request.version_mismatch" });
    expect((await patch(changed.body, { key: null, enabled: false })).body).toMatchObject({
      hasKey: false,
      keyLast4: null,
    });
    expect((await entries(made.id)).map(({ name }) => name)).toEqual([
      ...["adapter.created", "adapter.updated", "adapter.enabled", "adapter.key_changed"],
      ...["adapter.disabled", "adapter.key_changed"],
    ]);
    const same = await patch((await patch(changed.body, {})).body, {});
    expect(same.status).toBe(412);
  });

  test.each<[string, object, string, string]>([
    [
      "a cloud without a key",
      { kind: "anthropic", baseUrl: undefined, key: undefined },
      "key",
      "request.validation_failed",
    ],
    ["a cloud that is called local", { kind: "google", local: true }, "local", "request.validation_failed"],
    [
      "a program that is called local",
      { kind: "claude-cli", baseUrl: undefined, local: true },
      "local",
      "request.validation_failed",
    ],
    ["a program with an address", { kind: "claude-cli" }, "baseUrl", "request.validation_failed"],
    [
      "a public server that is called local",
      { baseUrl: "https://93.184.215.14/v1", local: true },
      "local",
      "request.validation_failed",
    ],
    [
      "a public server without encryption",
      { baseUrl: "http://93.184.215.14/v1" },
      "baseUrl",
      "request.validation_failed",
    ],
    ["a private address that nobody opened", { baseUrl: "http://10.1.2.3:8000/v1" }, "", "address.unsafe_address"],
    ["the cloud's own notes", { baseUrl: "http://169.254.169.254/latest" }, "", "address.unsafe_address"],
    ["no such kind", { kind: "webhook" }, "kind", "request.validation_failed"],
    [
      "a tier without a model",
      { models: { cheap: "small", standard: "middle" } },
      "models.expensive",
      "request.validation_failed",
    ],
  ])("that is %s is refused", async (_, change, field, code) => {
    const refused = await compatible(change);
    expect(refused).toMatchObject({ status: 422, code });
    if (field) expect(JSON.stringify(refused.body)).toContain(`"path":"${field}"`);
  });

  test("may be called local where its address is", async () => {
    expect((await compatible({ local: true, key: undefined })).body).toMatchObject({ local: true, hasKey: false });
  });
});

describe("a check", () => {
  test("is answered at once, made by a job, and told to the screens of the platform", async () => {
    const { body: made } = await compatible();
    const ordered = await order(made);
    expect(ordered).toMatchObject({ status: 202, body: { status: "queued", ok: null, finishedAt: null } });
    expect(await callsTo("openai")).toBe(0);
    const told = () =>
      asPlatform((tx) =>
        tx
          .selectFrom("outbox")
          .select(["kind", "name", "tenantId"])
          .where("id", ">", ordered.body.id.replace("adc_", "obx_"))
          .where("tenantId", "is", null)
          // Others are at work beside this file.
          .where(sql<boolean>`payload::text ~ ${`${ordered.body.id}|adapters`}`)
          .where("kind", "in", ["job", "live"])
          .orderBy("id")
          .execute(),
      );
    const live = { kind: "live", name: "platform:updated", tenantId: null };
    expect(await told()).toEqual([{ kind: "job", name: "adapter__check", tenantId: null }, live]);
    await work(ordered.body.id);
    expect(await callsTo("openai")).toBe(1);
    expect((await told()).slice(2)).toEqual([live]);
  });

  test("that a job is given twice is made once; one that cannot be made ends with the last try", async () => {
    const { body: made } = await compatible();
    const { body: ordered } = await order(made);
    await work(ordered.id);
    await work(ordered.id);
    expect(await callsTo("openai")).toBe(1);
    const { body: broken } = await order(made);
    await pool(platformRole).query("update adapters set key_cipher = 'torn' where id = $1", [made.id]);
    expect((await work(broken.id)).batchItemFailures).toHaveLength(1);
    expect((await checksOf(made))[0]).toMatchObject({ id: broken.id, status: "queued" });
    await work(broken.id, 4);
    expect((await checksOf(made))[0]).toMatchObject({ id: broken.id, status: "done", ok: false, code: "failed" });
  });

  test("is a real call of the tier's model, and what it found stays with the adapter", async () => {
    const { body: made } = await compatible();
    expect(await check(made, { tier: "expensive" })).toMatchObject({ ok: true, model: "large", code: null });
    expect(await callsTo("openai")).toBe(1);
    await outside.fault({ provider: "openai", kind: "auth" });
    const failed = await check(made);
    expect(failed).toMatchObject({ ok: false, model: "small", code: "auth" });
    const list = await call<{ items: Adapter[] }>(staff, "GET", "/admin/v1/adapters");
    expect(list.body.items.find(({ id }) => id === made.id)?.lastCheck).toMatchObject({
      ok: false,
      error: failed.error,
    });
    expect(await entries(made.id)).toMatchObject([
      { name: "adapter.created" },
      { name: "adapter.tested", change: { after: { ok: true, model: "large" } } },
      { name: "adapter.tested", change: { after: { ok: false, code: "auth" } } },
    ]);
  });

  test("of a model that nobody has, or of a program that is not there, says so", async () => {
    const { body: made } = await compatible({ models: { ...models, cheap: "unknown-7b" } });
    expect(await check(made)).toMatchObject({ ok: false, code: "unknown_model" });
    const { body: program } = await post({ name: named(), kind: "claude-cli", models, enabled: false });
    process.env["CLAUDE_CLI_PATH"] = "/nowhere/claude";
    const failed = await check(program);
    delete process.env["CLAUDE_CLI_PATH"];
    expect(failed).toMatchObject({
      ok: false,
      code: "not_configured",
      error: expect.stringContaining("Install it"),
    });
  });
});
