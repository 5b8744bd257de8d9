import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { handler as approvals } from "#functions/clock/approvals.ts";
import { handler as reconcile } from "#functions/clock/reconcile.ts";
import { handler as recover } from "#functions/clock/recover.ts";
import { handler as retention } from "#functions/clock/retention.ts";
import { handler as signups } from "#functions/clock/signups.ts";
import { handler as tasks } from "#functions/clock/tasks.ts";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { get, put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import { freshPerson, lettersTo } from "#tests/support/account.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { begin, company } from "#tests/support/signup.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

// Clocks look at every tenant: on shared stores they would change what other tests watch.
ownCloud();
let tenant: TestTenant;
let things: Things;

beforeEach(async () => {
  tenant = await freshTenant();
  things = await furnish(tenant);
});
afterAll(closeStores);

const ordered = (name: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select(["payload", "actor"])
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", "job")
      .where("name", "=", name)
      .execute(),
  );

describe("recovery", () => {
  test("orders a run again that lies queued without a job, as the clock", async () => {
    const lain = newId("run");
    await asPlatform(async (tx) => {
      const { agentVersionId } = await tx
        .selectFrom("agentRuns")
        .select("agentVersionId")
        .where("id", "=", things.run)
        .executeTakeFirstOrThrow();
      const work = {
        agent: "blog-writer",
        agentVersionId,
        adapter: "offline",
        model: "offline-extractive",
        tier: "standard",
      };
      const facts = {
        activityId: things.activity,
        version: 2,
        status: "queued",
        wakeReason: "new_task",
        traceId: "req_test",
      };
      await tx
        .insertInto("agentRuns")
        .values({
          tenantId: tenant.id,
          id: lain,
          ...work,
          ...facts,
          updatedAt: sql<Date>`now() - interval '5 minutes'`,
        })
        .execute();
    });
    await recover();
    expect(await ordered("agent__blog-writer")).toMatchObject([
      { actor: "system:runs.recover", payload: { data: { runId: lain } } },
    ]);
  });
});

describe("approvals", () => {
  test("expire when their time is over, and never count as approved", async () => {
    await asPlatform((tx) =>
      tx
        .updateTable("approvals")
        .set({ expiresAt: sql<Date>`now() - interval '1 minute'` })
        .where("id", "=", things.dmApproval)
        .execute(),
    );
    await approvals();
    const rows = await asPlatform((tx) =>
      tx
        .selectFrom("approvals")
        .select(["id", "status"])
        .where("id", "in", [things.dmApproval, things.clientApproval])
        .orderBy("id")
        .execute(),
    );
    expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [things.dmApproval, "expired"],
        [things.clientApproval, "pending"],
      ]),
    );
  });
});

describe("publishing", () => {
  test("an attempt that is due for a look is ordered to look, never to send", async () => {
    await asPlatform((tx) =>
      tx
        .updateTable("publishAttempts")
        .set({ lookAt: sql<Date>`now() - interval '1 minute'` })
        .where("id", "=", things.publishAttempt)
        .execute(),
    );
    await reconcile();
    expect(await ordered("publish__blog")).toMatchObject([
      { payload: { data: { attemptId: things.publishAttempt, step: "look_up" } } },
    ]);
  });
});

describe("retention", () => {
  test("deletes old delivered rows and keeps the undelivered and the young", async () => {
    const [old, young, waiting] = [newId("outbox"), newId("outbox"), newId("outbox")];
    const row = { tenantId: tenant.id, kind: "job", name: "search__sync", payload: "{}", actor: "system:test" };
    await asPlatform((tx) =>
      tx
        .insertInto("outbox")
        .values([
          { ...row, id: old, deliveredAt: sql<Date>`now() - interval '8 days'` },
          { ...row, id: young, deliveredAt: sql<Date>`now() - interval '6 days'` },
          {
            ...row,
            id: waiting,
            createdAt: sql<Date>`now() - interval '30 days'`,
            availableAt: sql<Date>`now() + interval '1 day'`,
          },
        ])
        .execute(),
    );
    await retention();
    const left = await asPlatform((tx) =>
      tx.selectFrom("outbox").select("id").where("id", "in", [old, young, waiting]).execute(),
    );
    expect(left.map(({ id }) => id).toSorted()).toEqual([young, waiting].toSorted());
  });

  test("removes staged bytes nobody took and keeps those that became a file", async () => {
    const [orphan, taken] = [newId("upload"), things.upload];
    const key = (id: string) => `uploads/${tenant.id}/${id}`;
    await asPlatform(async (tx) => {
      await tx
        .insertInto("uploads")
        .values({
          tenantId: tenant.id,
          id: orphan,
          purpose: "dataset",
          fileName: "a.md",
          mime: "text/markdown",
          bytes: 1,
          s3Key: key(orphan),
          status: "stored",
          expiresAt: sql<Date>`now() - interval '1 hour'`,
        })
        .execute();
      await tx
        .updateTable("uploads")
        .set({ expiresAt: sql<Date>`now() - interval '1 hour'` })
        .where("id", "=", taken)
        .execute();
    });
    const own = <T>(work: () => T) => as(machine(tenant.id), work);
    await own(() => Promise.all([put(key(orphan), "x", "text/markdown"), put(key(taken), "y", "text/markdown")]));
    await retention();
    expect(await own(() => get(key(orphan)))).toBeUndefined();
    expect(await own(() => get(key(taken)))).toBeDefined();
  });

  test("removes records past their age, a search with all it found, and nothing younger", async () => {
    const [old, young] = [newId("runChunk"), newId("runChunk")];
    const chunk = { tenantId: tenant.id, runId: things.run, delta: "x" };
    const asked = await searchedDaysAgo(401);
    const lately = await searchedDaysAgo(399);
    await asPlatform((tx) =>
      tx
        .insertInto("runChunks")
        .values([
          { ...chunk, id: old, seq: 901, createdAt: daysAgo(31) },
          { ...chunk, id: young, seq: 902, createdAt: daysAgo(29) },
        ])
        .execute(),
    );
    await retention();
    const left = await asPlatform(async (tx) => [
      ...(await tx.selectFrom("runChunks").select("id").where("id", "in", [old, young]).execute()),
      ...(await tx.selectFrom("retrievalLogs").select("id").where("id", "in", [asked, lately]).execute()),
    ]);
    expect(left.map(({ id }) => id)).toEqual([young, lately]);
  });

  test("is the only way in which a record goes: its trigger refuses to let a young one go, even to the platform", async () => {
    const young = await searchedDaysAgo(399);
    const removal = asPlatform((tx) => tx.deleteFrom("retrievalLogs").where("id", "=", young).execute());
    await expect(removal).rejects.toThrow("retrieval_logs is append-only: delete is refused");
    const forever = asPlatform((tx) => tx.deleteFrom("creditLedger").where("tenantId", "=", tenant.id).execute());
    await expect(forever).rejects.toThrow("permission denied");
  });

  test("removes what is left of signing in when it is over, and nothing that may still be used", async () => {
    const { id: userId, email } = await freshPerson();
    const ids = { old: newId("authToken"), young: newId("authToken") };
    const both = <T>(row: (id: string, days: (old: number, young: number) => ReturnType<typeof daysAgo>) => T): T[] => [
      row(ids.old, (old) => daysAgo(old)),
      row(ids.young, (_, young) => daysAgo(young)),
    ];
    const hash = (id: string) => sha256(id);
    await asPlatform(async (tx) => {
      const mail = { userId, address: email, templateSlug: "welcome", locale: "en", status: "sent" };
      await tx
        .insertInto("accountMails")
        .values(both((id, days) => ({ id, ...mail, finalAt: days(31, 29) })))
        .execute();
      const link = { userId, purpose: "unlock", email };
      await tx
        .insertInto("authTokens")
        .values(both((id, days) => ({ id, ...link, tokenHash: hash(id), expiresAt: days(31, 29) })))
        .execute();
      await tx
        .insertInto("authSessions")
        .values(both((id, days) => ({ id, userId, token: id, app: "dm-portal", expiresAt: days(8, 6) })))
        .execute();
      await tx
        .insertInto("authVerifications")
        .values(both((id, days) => ({ id, identifier: `trust-device-${id}`, value: userId, expiresAt: days(1, -1) })))
        .execute();
      await tx
        .insertInto("authDevices")
        .values(
          both((id, days) => ({ id, userId, keyHash: hash(id), printHash: hash(id), lastSeenAt: days(401, 399) })),
        )
        .execute();
      await tx
        .insertInto("loginAttempts")
        .values(
          both((id, days) => ({
            ...{ id, emailHash: hash(email), ip: "203.0.113.1", app: "dm-portal", outcome: "ok" },
            createdAt: days(91, 89),
          })),
        )
        .execute();
    });
    await retention();
    const tables = ["accountMails", "authTokens", "authSessions", "authVerifications", "authDevices", "loginAttempts"];
    for (const table of tables as ["accountMails"]) {
      const left = await asPlatform((tx) =>
        tx.selectFrom(table).select("id").where("id", "in", [ids.old, ids.young]).execute(),
      );
      expect({ table, left: left.map(({ id }) => id) }).toEqual({ table, left: [ids.young] });
    }
  });
});

describe("an unfinished sign-up", () => {
  // Everything that waits for it becomes due that much earlier.
  const pass = (signupId: string, hours: number) =>
    asPlatform((tx) =>
      tx
        .updateTable("scheduledTasks")
        .set({ runAt: sql<Date>`run_at - make_interval(hours => ${hours})` })
        .where(sql<string>`payload ->> 'signupId'`, "=", signupId)
        .where("status", "=", "pending")
        .execute(),
    );
  const subjects = async (email: string) => (await lettersTo(email)).map(({ subject }) => subject);

  test("is told to the super admins at once, and reminds its owner after an hour and a day, with a way back in", async () => {
    const staff = await freshPerson({ role: "super_admin", appAccess: ["manage"] });
    const run = await begin();
    await tasks();
    expect(await subjects(staff.email)).toHaveLength(1);
    expect(await lettersTo(run.email)).toEqual([]);
    await pass(run.id, 1);
    await tasks();
    const [letter] = await lettersTo(run.email);
    const back = new URL(/https?:\S+\/signup\?\S+/.exec(letter?.text ?? "")?.[0] ?? "");
    expect(back.searchParams.get("session")).toBe(run.id);
    const proof = { "x-signup-token": back.searchParams.get("token") ?? "" };
    expect((await run.tab.call("GET", `/auth/v1/signup/${run.id}`, undefined, proof)).status).toBe(200);
    await pass(run.id, 24);
    await tasks();
    expect(await subjects(run.email)).toHaveLength(2);
  });

  test("that goes on is reminded from its last step, and one that is over not at all", async () => {
    const [going, over] = [await begin(), await begin()];
    await tasks();
    await pass(going.id, 1);
    await company(going);
    await asPlatform((tx) =>
      tx
        .updateTable("signupSessions")
        .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
        .where("id", "=", over.id)
        .execute(),
    );
    await signups();
    await pass(over.id, 24);
    await tasks();
    expect([await subjects(going.email), await subjects(over.email)]).toEqual([[], []]);
    const { state } = await asPlatform((tx) =>
      tx.selectFrom("signupSessions").select("state").where("id", "=", over.id).executeTakeFirstOrThrow(),
    );
    expect(state).toBe("expired");
  });
});

const daysAgo = (days: number) => sql<Date>`now() - make_interval(days => ${days})`;

async function searchedDaysAgo(days: number): Promise<string> {
  const id = newId("retrieval");
  const facts = { source: "sandbox", query: "beans", datasetIds: [things.dataset], mode: "hybrid", topK: 8 };
  const how = { denseWeight: 0.6, degraded: false, latencyMs: 1, embeddingModel: "offline-hash-384" };
  const scores = { rank: 1, recency: 1, importance: 1, fusedScore: 1, used: true };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("retrievalLogs")
      .values({ tenantId: tenant.id, id, ...facts, ...how, createdAt: daysAgo(days) })
      .execute();
    const found = { retrievalLogId: id, datasetChunkId: things.chunk, datasetFileId: things.datasetFile };
    await tx
      .insertInto("retrievalHits")
      .values({ tenantId: tenant.id, id: newId("retrievalHit"), ...found, ...scores, createdAt: daysAgo(days) })
      .execute();
  });
  return id;
}
