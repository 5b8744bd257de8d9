import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as Adapter from "#core/adapter/index.ts";
import { execute } from "#core/run/execute.ts";
import type { Scene } from "#core/tool/descriptor.ts";
import { webFetch } from "#core/tool/web-fetch.ts";
import { asPlatform } from "#platform/db.ts";
import { drawImage } from "#platform/image-maker.ts";
import { openEmbedder } from "#platform/model/embed.ts";
import { openAdapter } from "#platform/model/index.ts";
import { seal } from "#platform/secrets.ts";
import { lookAt, makers, orderVideo } from "#platform/video-maker.ts";
import { searchWeb } from "#platform/web-search.ts";
import { newId } from "#schema/ids.ts";
import { callsTo, simulated, type TestAdapter, withAdapters, withoutAdapters } from "#tests/support/adapters.ts";
import { agentOf, orderedRun } from "#tests/support/agents.ts";
import { claudeStandIn } from "#tests/support/claude.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, superAdmin, type TestTenant } from "#tests/support/tenant.ts";

/** Every way on which the texts of a client that allows only local models might leave. */
export function localOnly(): void {
  const claude = claudeStandIn();
  let tenant: TestTenant;
  let ran = 0;
  let away = 0;
  let [anthropic, openai] = ["", ""];
  const elsewhere = createServer((_request, response) => {
    away += 1;
    response.writeHead(202).end();
  });
  // A server on the own machine that sends whoever asks it on to a cloud.
  const misleading = createServer((_request, response) => {
    response.writeHead(307, { location: `${simulated("openai")}/chat/completions` }).end();
  });
  const addressOf = (server: typeof elsewhere) => `127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeAll(async () => {
    for (const server of [elsewhere, misleading])
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    // By 0.0.0.0 a request gets to this machine, but it is no address of the own network: it stands for a public one.
    const publicOne = new URL(simulated("openai", "0.0.0.0")).host;
    const hosts = [process.env["OUTBOUND_ALLOW"], addressOf(elsewhere), addressOf(misleading), publicOne];
    process.env["OUTBOUND_ALLOW"] = hosts.join(",");
  });
  beforeEach(async () => {
    tenant = await freshTenant();
    await change("tenants", { dataPrivacyLevel: "local_only" });
    // What the platform would use first is a cloud.
    [anthropic = "", openai = ""] = await withAdapters(
      { kind: "anthropic", priority: 1 },
      { kind: "openai", priority: 2 },
    );
    await Promise.all([outside.clearFaults(), outside.forgetCalls()]);
    [ran, away] = [claude.calls().length, 0];
  });
  afterEach(withoutAdapters);
  afterAll(async () => {
    elsewhere.close();
    misleading.close();
  });

  async function change(table: "tenants", values: object): Promise<void> {
    await asPlatform((tx) => tx.updateTable(table).set(values).where("id", "=", tenant.id).execute());
  }

  const configured = (values: object) =>
    asPlatform((tx) =>
      tx
        .insertInto("agentConfigs")
        .values({ tenantId: tenant.id, id: newId("agentConfig"), agent: "content-brief-writer", ...values })
        .execute(),
    );
  const ordered = async (tier: "standard" | "expensive", ...names: string[]) =>
    as(await superAdmin(), () => Adapter.setOrder(tier, names));

  /** Requests that reached something that is not ours. */
  async function sentAway() {
    const providers = ["openai", "anthropic", "google", "brave"] as const;
    const calls = await Promise.all(providers.map(async (provider) => [provider, await callsTo(provider)] as const));
    return { ...Object.fromEntries(calls), claude: claude.calls().length - ran, elsewhere: away };
  }
  const nothing = { openai: 0, anthropic: 0, google: 0, brave: 0, claude: 0, elsewhere: 0 };

  async function work(before?: (activityId: string) => Promise<unknown>) {
    const { runId, activityId } = await orderedRun(tenant);
    await before?.(activityId);
    const error = await as(machine(tenant.id), () => execute(runId)).catch((thrown: unknown) => thrown);
    const runs = await asPlatform((tx) =>
      tx.selectFrom("agentRuns").selectAll().where("activityId", "=", activityId).orderBy("attempt").execute(),
    );
    return { runId, error, run: runs.at(-1) };
  }

  test("the same adapters do receive what another client's agents ask", async () => {
    await change("tenants", { dataPrivacyLevel: "cloud_ok" });
    await outside.fault({ provider: "anthropic", kind: "auth", times: 10 });
    await work();
    expect(await callsTo("anthropic")).toBeGreaterThan(0);
    expect(await callsTo("openai")).toBeGreaterThan(0);
  });

  describe("no byte of a client that allows only local models leaves", () => {
    test("when the platform would use a cloud", async () => {
      const { run } = await work();
      expect(run).toMatchObject({ status: "success", adapter: "offline" });
      expect(await sentAway()).toEqual(nothing);
    });

    test("when a cloud is the client's default, or the agent's own adapter", async () => {
      await change("tenants", { defaultAdapter: openai });
      expect((await orderedRun(tenant).catch((error: unknown) => error)) as object).toBeInstanceOf(Error);
      await change("tenants", { defaultAdapter: null });
      const { run } = await work(() => configured({ adapter: openai }));
      expect(run).toMatchObject({ status: "error", errorCode: "tool_denied" });
      expect(await sentAway()).toEqual(nothing);
    });

    test("when the agent is configured for a model of a cloud", async () => {
      const { run } = await work(() => configured({ model: "gpt-5" }));
      expect(run).toMatchObject({ status: "success", adapter: "offline" });
      expect(await sentAway()).toEqual(nothing);
    });

    test("when the local model fails and clouds are next in the order, also at the next attempt", async () => {
      const [house = ""] = await withAdapters({ kind: "ollama", local: true });
      await ordered("standard", house, openai, anthropic);
      await outside.fault({ provider: "ollama", kind: "server_error", times: 100 });
      const { runId, run } = await work();
      expect(run).toMatchObject({ status: "error", adapter: house });
      await as(machine(tenant.id), () => execute(runId)).catch(() => undefined);
      expect(await callsTo("ollama")).toBe(6);
      await ordered("standard");
      expect(await sentAway()).toEqual(nothing);
    });

    test("when rejections raise the tier and the higher one knows only clouds", async () => {
      await ordered("expensive", openai, anthropic);
      const { run } = await work((activityId) =>
        asPlatform((tx) => tx.updateTable("activities").set({ rejections: 2 }).where("id", "=", activityId).execute()),
      );
      await ordered("expensive");
      expect(run).toMatchObject({ tier: "expensive", adapter: "offline" });
      expect(await sentAway()).toEqual(nothing);
    });

    test("when the agent has a webhook", async () => {
      const id = newId("agentConfig");
      const webhook = {
        webhookUrl: `https://${addressOf(elsewhere)}/work`,
        webhookAuthHeader: "x-secret",
        webhookAuthCipher: seal("a secret of the customer", `${tenant.id}${id}`),
      };
      const { run } = await work(() => configured({ id, ...webhook }));
      expect(run).toMatchObject({ status: "error", errorCode: "tool_denied" });
      expect(await sentAway()).toEqual(nothing);
    });

    test.each<[string, () => TestAdapter]>([
      ["a cloud", () => ({ kind: "anthropic" })],
      ["a program that sends to its maker", () => ({ kind: "claude-cli" })],
      [
        "a server of the OpenAI dialect at a public address",
        () => ({ kind: "openai", baseUrl: simulated("openai", "0.0.0.0") }),
      ],
      ["a model server at a public address", () => ({ kind: "ollama", baseUrl: simulated("openai", "0.0.0.0") })],
      [
        "a local server that sends on to a cloud",
        () => ({ kind: "openai", baseUrl: `http://${addressOf(misleading)}/v1` }),
      ],
    ])("when %s is called local", async (_, adapter) => {
      const [lying = ""] = await withAdapters({ ...adapter(), local: true });
      const { run } = await work(() => configured({ adapter: lying }));
      expect(run).toMatchObject({ status: "error", adapter: lying });
      expect(await sentAway()).toEqual(nothing);
    });

    test("when a run was made ready before the client changed its mind: the client is asked with every request", async () => {
      await change("tenants", { dataPrivacyLevel: "cloud_ok" });
      const request = {
        model: "small",
        system: "s",
        prompt: "p",
        temperature: 0,
        maxOutputTokens: 10,
        timeoutMs: 4_000,
      };
      const kinds = ["openai", "anthropic", "google"] as const;
      const opened = kinds.map((kind) => openAdapter({ kind, baseUrl: simulated(kind), apiKey: "sk-test" }));
      const ask = (adapter: (typeof opened)[number]) =>
        as(machine(tenant.id), async () => {
          for await (const event of adapter.stream(request)) if (event.type === "done") return "answered";
          return "ended";
        }).catch((error: { code: string }) => error.code);
      expect(await Promise.all(opened.map(ask))).toEqual(["answered", "answered", "answered"]);
      await change("tenants", { dataPrivacyLevel: "local_only" });
      await outside.forgetCalls();
      expect(await Promise.all(opened.map(ask))).toEqual(["local_only", "local_only", "local_only"]);
      expect(await sentAway()).toEqual(nothing);
    });

    test("when an agent elsewhere asks what its run is about after the client changed its mind", async () => {
      await change("tenants", { dataPrivacyLevel: "cloud_ok" });
      const agent = await agentOf(tenant);
      expect(await agent.send("GET")).toMatchObject({ status: 200 });
      await change("tenants", { dataPrivacyLevel: "local_only" });
      expect(await agent.send("GET")).toMatchObject({ status: 403, code: "privacy.local_only" });
    });

    test("when its agents search and read the web", async () => {
      const { signal } = new AbortController();
      const url = `http://${addressOf(elsewhere)}/page`;
      const scene = { addresses: new Set([url]), signal } as unknown as Scene;
      const asked = await as(machine(tenant.id), async () => [
        await searchWeb("what the client plans", 3, signal).catch((error: unknown) => error),
        await webFetch.methods["read"]?.call({ url }, scene).catch((error: unknown) => error),
      ]);
      expect(asked).toMatchObject([
        { code: "privacy.local_only" },
        { message: expect.stringMatching(/data stays here/) },
      ]);
      expect(await sentAway()).toEqual(nothing);
    });

    test("when pictures and videos are made for it", async () => {
      const { signal } = new AbortController();
      const still = { still: Buffer.from("a picture"), mime: "image/png", prompt: "a lamp", seconds: 5, signal };
      const [maker] = makers();
      if (!maker) throw new Error("no maker of videos is configured");
      const asked = await as(machine(tenant.id), async () => [
        await drawImage("a lamp", { shape: "1024x1024", quality: "low", signal }).catch((error: unknown) => error),
        await orderVideo(maker, still).catch((error: unknown) => error),
        await lookAt(maker.name, "task_1", signal).catch((error: unknown) => error),
      ]);
      expect(asked).toMatchObject(Array.from({ length: 3 }, () => ({ code: "privacy.local_only" })));
      expect(await callsTo("runway")).toBe(0);
      expect(await sentAway()).toEqual(nothing);
    });

    test("when its texts are made into vectors", async () => {
      const embed = (config: object) => {
        const wanted = { model: "text-embedding-3-small", dimensions: 384, apiKey: "sk-test", ...config };
        const embedder = openEmbedder({ adapter: "openai", baseUrl: simulated("openai"), ...wanted });
        return as(machine(tenant.id), () => embedder.embed(["a text of the client"])).catch((error: unknown) => error);
      };
      expect(await embed({})).toMatchObject({ code: "local_only" });
      expect(await embed({ adapter: "ollama", baseUrl: simulated("openai", "0.0.0.0") })).toMatchObject({
        code: "local_only",
      });
      expect(await sentAway()).toEqual(nothing);
      expect(await embed({ adapter: "ollama", baseUrl: simulated("ollama") })).toHaveLength(1);
    });
  });

  test("a server on the own machine, of either dialect, may serve it", async () => {
    const models = await withAdapters({ kind: "ollama", local: true }, { kind: "openai", local: true });
    for (const [index, name] of models.entries()) {
      await outside.forgetCalls();
      await work(() => configured({ adapter: name }));
      expect(await callsTo(index === 0 ? "ollama" : "openai")).toBeGreaterThan(0);
      await asPlatform((tx) => tx.deleteFrom("agentConfigs").where("tenantId", "=", tenant.id).execute());
    }
  });
}
