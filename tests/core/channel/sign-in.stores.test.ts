import { afterAll, beforeAll, expect, test } from "vitest";
import { readLinked } from "#core/campaign/link.ts";
import { accessTo } from "#core/channel/access.ts";
import { letGo } from "#core/channel/end.ts";
import { upkeep } from "#core/channel/upkeep.ts";
import * as Metric from "#core/metric/sync.ts";
import { isLetInAgain } from "#core/publish/let-in.ts";
import { searchTermsOf } from "#platform/channel/ad-figures.ts";
import { asPlatform } from "#platform/db.ts";
import { seal, unseal } from "#platform/secrets.ts";
import type { Channel } from "#schema/channel.ts";
import type { AccountOffers, ChannelTypes } from "#schema/connect.ts";
import { age, approve, attemptOf, socialPost, work } from "#tests/core/publish/accounts.ts";
import { simulatedWorld } from "#tests/localstack/providers/world.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { dayAgo } from "#tests/support/days.ts";
import { comeBack, doorOf, letIn } from "#tests/support/sign-in.ts";
import { as, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

const world = simulatedWorld();
beforeAll(() => {
  process.env["CHANNEL_APIS_URL"] = world.url;
});
afterAll(closeStores);

const callback = "/tenant/v1/channel-connect/callback";
const select = "/tenant/v1/channel-connect/page/select";
const hour = 3_600_000;

const lastWeek = () => ({ from: dayAgo(7), to: dayAgo(1) });
const listed = async (who: TestPerson, id: string) =>
  (await ok<{ items: Channel[] }>(who, "GET", "/tenant/v1/channels")).items.find((channel) => channel.id === id);

/** Signs in, and chooses an account where there are several. @returns the channel's id */
async function signIn(who: TestPerson, type: string, accountId?: string, channelId?: string): Promise<string> {
  const result = await comeBack(who, await letIn(await doorOf(who, type, channelId), { account: `person of ${type}` }));
  if (result.channelId) return result.channelId;
  const body = { choice: result.choice, selectedId: accountId };
  return (await ok<{ id: string }>(who, "POST", select, { body })).id;
}

async function secretOf({ id: tenantId }: TestTenant, channelId: string) {
  const row = await asPlatform((tx) =>
    tx
      .selectFrom("channelCredentials")
      .selectAll()
      .where("tenantId", "=", tenantId)
      .where("channelId", "=", channelId)
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  const tokens = JSON.parse(unseal(row.tokenInfoCipher, `${tenantId}${row.id}`)) as Record<string, string>;
  return { row, tokens };
}

async function change(
  channelId: string,
  table: "channelCredentials" | "connectedChannels",
  set: Record<string, unknown>,
) {
  const column = table === "connectedChannels" ? "id" : "channelId";
  await asPlatform((tx) => tx.updateTable(table).set(set).where(column, "=", channelId).execute());
}

/** Makes the token of an account run out at a time. */
async function endAt(tenant: TestTenant, channelId: string, expiresAt: Date): Promise<void> {
  const secret = await secretOf(tenant, channelId);
  const tokens = { ...secret?.tokens, expiresAt: expiresAt.toISOString() };
  const tokenInfoCipher = seal(JSON.stringify(tokens), `${tenant.id}${secret?.row.id}`);
  await change(channelId, "channelCredentials", { tokenInfoCipher, expiresAt });
}

const told = (tenant: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .where("name", "=", "channel.disconnected")
      .where("kind", "=", "notification")
      .execute(),
  );

test("only who was sent to the provider comes back from there, in that session, once, with the proof of the code", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const other = await freshTenant({ plan: "pro" });
  const { TA, DM, TM } = tenant.people;
  const go = async () => letIn(await doorOf(TA, "google_analytics"));
  const bring = async (who: TestPerson, body: object) => (await call(who, "POST", callback, { body })).code;
  expect(await bring(DM, await go())).toBe("channel.oauth_state");
  expect(await bring(other.people.TA, await go())).toBe("channel.oauth_state");
  expect(await bring(TM, await go())).toBe("auth.forbidden");
  expect(await bring(TA, { ...(await go()), state: "made-up" })).toBe("channel.oauth_state");
  expect(await bring(TA, { ...(await go()), code: "4/0Amade-up" })).toBe("provider.provider_error");
  const back = await go();
  expect(await bring(TA, back)).toBeUndefined();
  expect(await bring(TA, back)).toBe("channel.oauth_state");
  const first = new URL(await doorOf(TA, "google_analytics"));
  expect(first.searchParams.get("code_challenge_method")).toBe("S256");
  const { code, state } = await letIn(
    (await doorOf(TA, "google_analytics")).replace(/code_challenge=[^&]+/, "code_challenge=another"),
  );
  expect(await bring(TA, { code, state })).toBe("provider.provider_error");
});

test("who says no, or withholds what is needed, has connected nothing", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA } = tenant.people;
  const denied = await letIn(await doorOf(TA, "linkedin"), { decision: "deny" });
  expect((await call(TA, "POST", callback, { body: denied })).code).toBe("provider.provider_error");
  const partly = await letIn(await doorOf(TA, "linkedin"), { withhold: ["w_organization_social"] });
  const answer = await call<{ error: { message: string } }>(TA, "POST", callback, { body: partly });
  expect(answer.code).toBe("channel.scope_missing");
  expect(answer.body.error.message).toContain("w_organization_social");
  const { items } = await ok<{ items: Channel[] }>(TA, "GET", "/tenant/v1/channels");
  expect(items.map(({ type }) => type)).not.toContain("linkedin");
});

const kinds = {
  google_analytics: "301",
  google_search_console: undefined,
  google_business_profile: "accounts/100/locations/201",
  google_ads: "2345678901",
  facebook: "120",
  instagram: "17840000000000120",
  meta_ads: "act_555",
  linkedin: "urn:li:organization:7002",
  linkedin_ads: "512345678",
  hubspot: undefined,
  github: "solvane/pages",
};

test("each kind of account is signed in to, chosen among what the person may use, and opened by what was kept", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  const { DM } = tenant.people;
  for (const [type, wanted] of Object.entries(kinds)) {
    const result = await comeBack(DM, await letIn(await doorOf(DM, type)));
    let id = result.channelId;
    if (!id) {
      const offers = await ok<AccountOffers>(DM, "GET", `${select}?choice=${result.choice}`);
      const selectedId = wanted ?? offers.items[0]?.id;
      const strange = { choice: result.choice, selectedId: "of somebody else" };
      expect((await call(DM, "POST", select, { body: strange })).code).toBe("request.validation_failed");
      id = (await ok<{ id: string }>(DM, "POST", select, { body: { choice: result.choice, selectedId } })).id;
    }
    expect({ type, ...(await ok<object>(DM, "POST", `/tenant/v1/channels/${id}/test`)) }).toMatchObject({
      type,
      ok: true,
    });
    expect(await listed(DM, id)).toMatchObject({ type, status: "connected" });
    expect(JSON.stringify(await listed(DM, id))).not.toContain((await secretOf(tenant, id))?.tokens["accessToken"]);
  }
  const again = await comeBack(DM, await letIn(await doorOf(DM, "google_analytics")));
  const body = { choice: again.choice, selectedId: "301" };
  expect((await call(DM, "POST", select, { body })).code).toBe("channel.already_connected");
});

test("an installation that a provider does not know says so, and so does a plan that is too small", async () => {
  const tenant = await freshTenant({ plan: "free" });
  const { TA } = tenant.people;
  expect((await call(TA, "POST", "/tenant/v1/channel-connect/facebook/connect", { body: {} })).code).toBe(
    "plan.plan_limit",
  );
  expect((await call(TA, "POST", "/tenant/v1/channel-connect/tiktok/connect", { body: {} })).code).toBe(
    "request.not_found",
  );
  const { items } = await ok<ChannelTypes>(TA, "GET", "/tenant/v1/channel-types");
  const obstacles = Object.fromEntries(items.map(({ type, obstacle }) => [type, obstacle]));
  expect(obstacles).toMatchObject({ google_analytics: null, facebook: "plan", wordpress: null });
});

test("a token is renewed when it is used after its end, by one of many who want it", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const id = await signIn(tenant.people.TA, "google_search_console", "https://harborpine.example/");
  const before = await secretOf(tenant, id);
  await endAt(tenant, id, new Date(Date.now() + 60_000));
  await fetch(`${world.url}/admin/calls`, { method: "DELETE" });
  const wants = Array.from({ length: 8 }, () => as(machine(tenant.id), () => accessTo(id)));
  const got = await Promise.all(wants);
  const asked = (await world.calls("oauth")).filter(({ path }) => path.endsWith("/token"));
  expect(asked).toHaveLength(1);
  const after = await secretOf(tenant, id);
  expect(after?.tokens["accessToken"]).not.toBe(before?.tokens["accessToken"]);
  expect(after?.tokens["refreshToken"]).toBe(before?.tokens["refreshToken"]);
  expect(after?.row.renewingUntil).toBeNull();
  for (const token of got) expect([before, after].map((secret) => secret?.tokens["accessToken"])).toContain(token);
  expect(await as(machine(tenant.id), () => accessTo(id))).toBe(after?.tokens["accessToken"]);
});

test("a token of weeks is renewed a day before its end; one that cannot be is lost at its end, and people are reminded by the day", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA } = tenant.people;
  const ads = await signIn(TA, "meta_ads", "act_555");
  const before = await secretOf(tenant, ads);
  const turn = (now = new Date()) => as(machine(tenant.id), () => upkeep(now));
  await turn();
  expect((await secretOf(tenant, ads))?.tokens).toEqual(before?.tokens);
  await endAt(tenant, ads, new Date(Date.now() + 20 * hour));
  await world.fault({ provider: "oauth", kind: "server_error", times: 1 });
  await turn();
  expect(await listed(TA, ads)).toMatchObject({ status: "connected" });
  await change(ads, "channelCredentials", { renewingUntil: null });
  await turn();
  const renewed = await secretOf(tenant, ads);
  expect(renewed?.tokens["accessToken"]).not.toBe(before?.tokens["accessToken"]);
  expect(Number(renewed?.row.expiresAt)).toBeGreaterThan(Date.now() + 50 * 24 * hour);
  await endAt(tenant, ads, new Date(Date.now() - hour));
  await turn();
  expect(await listed(TA, ads)).toMatchObject({ status: "needs_reconnect", lostAt: expect.any(String) });
  expect(await told(tenant)).toHaveLength(1);
  await turn();
  expect(await told(tenant)).toHaveLength(1);
  await turn(new Date(Date.now() + 25 * hour));
  expect(await told(tenant)).toHaveLength(2);
  await turn(new Date(Date.now() + 8 * 24 * hour));
  expect(await told(tenant)).toHaveLength(2);
});

test("an account that was lost keeps what is due; connected anew, it sends it", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA, DM } = tenant.people;
  const id = await signIn(TA, "linkedin", "urn:li:organization:7001");
  const text = `Waiting for LinkedIn, ${tenant.slug}`;
  const post = await socialPost(tenant, "linkedin", text);
  await approve(tenant, post, "client");
  const { id: attemptId } = await attemptOf(tenant, post);
  await age(attemptId, { publishAt: new Date() });
  await world.steer("/admin/tokens/expire", { family: "linkedin", refresh: true });
  await work(tenant, attemptId, ["send"]);
  expect(await listed(TA, id)).toMatchObject({ status: "needs_reconnect" });
  expect(await attemptOf(tenant, post)).toMatchObject({ status: "prepared", tries: 0 });
  const { banners } = await ok<{ banners: object[] }>(TA, "GET", "/tenant/v1/me");
  expect(banners).toContainEqual({ kind: "channels", names: ["Harbor & Pine"] });
  await work(tenant, attemptId, ["send"]);
  expect(await attemptOf(tenant, post)).toMatchObject({ status: "prepared" });
  expect(await signIn(DM, "linkedin", undefined, id)).toBe(id);
  const jobs = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("payload")
      .where("tenantId", "=", tenant.id)
      .where("name", "=", "publish__social")
      .orderBy("id", "desc")
      .executeTakeFirst(),
  );
  expect(JSON.stringify(jobs?.payload)).toContain(attemptId);
  await work(tenant, attemptId, ["send", "check"]);
  expect(await attemptOf(tenant, post)).toMatchObject({ status: "confirmed" });
});

test("a token that was taken back early is renewed once, and the post goes out", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const id = await signIn(tenant.people.TA, "linkedin", "urn:li:organization:7002");
  const post = await socialPost(tenant, "linkedin", `Taken back, ${tenant.slug}`);
  await approve(tenant, post, "client");
  const { id: attemptId } = await attemptOf(tenant, post);
  await age(attemptId, { publishAt: new Date() });
  await world.steer("/admin/tokens/expire", { family: "linkedin" });
  await work(tenant, attemptId, ["send"]);
  expect(await attemptOf(tenant, post)).toMatchObject({ status: "prepared", errorCode: "auth_expired" });
  await work(tenant, attemptId, ["send", "check"]);
  expect(await attemptOf(tenant, post)).toMatchObject({ status: "confirmed" });
  expect(await listed(tenant.people.TA, id)).toMatchObject({ status: "connected" });
});

test("a channel that is ended gives its token back, unless that would end others of the same person", async () => {
  const [tenant, other] = [await freshTenant({ plan: "pro" }), await freshTenant({ plan: "pro" })];
  const { TA } = tenant.people;
  const person = { account: `person of ${tenant.slug}` };
  const connect = async ({ people }: TestTenant) => {
    const result = await comeBack(people.TA, await letIn(await doorOf(people.TA, "google_analytics"), person));
    return (await ok<{ id: string }>(people.TA, "POST", select, { body: { choice: result.choice, selectedId: "300" } }))
      .id;
  };
  const [first, second] = [await connect(tenant), await connect(other)];
  const end = async ({ id, people }: TestTenant, channelId: string) => {
    expect((await call(people.TA, "DELETE", `/tenant/v1/channels/${channelId}`)).status).toBe(204);
    await as(machine(id), () => letGo(new Date()));
    return (await world.calls("oauth")).filter(({ path }) => path.includes("/revoke")).length;
  };
  expect(await end(tenant, first)).toBe(0);
  expect(await secretOf(tenant, first)).toBeUndefined();
  expect((await listed(TA, first))?.status).toBe("disconnected");
  await world.fault({ provider: "oauth", kind: "server_error", times: 1, match: "/revoke" });
  await end(other, second);
  expect(await secretOf(other, second)).toBeDefined();
  await as(machine(other.id), () => letGo(new Date()));
  expect(await secretOf(other, second)).toBeUndefined();
  expect((await call(TA, "POST", `/tenant/v1/channels/${first}/resume`)).code).toBe("request.illegal_transition");
  expect((await call(TA, "DELETE", `/tenant/v1/channels/${second}`)).code).toBe("request.not_found");
});

test("what an older key encrypted is encrypted anew; what no key opens has to be connected again", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA } = tenant.people;
  const id = await signIn(TA, "linkedin_ads");
  const secret = await secretOf(tenant, id);
  const key = process.env["PROVIDER_CONFIG_ENCRYPTION_KEY"] ?? "";
  expect(secret?.row.tokenInfoCipher.split(".")[1]).toBe(key.split(":")[0]);
  await change(id, "channelCredentials", {
    tokenInfoCipher: secret?.row.tokenInfoCipher.replace(/^v1\.\w+/, "v1.gone"),
  });
  await as(machine(tenant.id), () => upkeep(new Date()));
  expect(await listed(TA, id)).toMatchObject({ status: "needs_reconnect" });
  expect(await signIn(TA, "linkedin_ads", undefined, id)).toBe(id);
  expect(await listed(TA, id)).toMatchObject({ status: "connected" });
});

test("a channel that rests sends nothing and is not read, until it goes on", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA, TM } = tenant.people;
  const id = await signIn(TA, "google_analytics", "300");
  expect((await call(TM, "POST", `/tenant/v1/channels/${id}/pause`)).code).toBe("auth.forbidden");
  expect((await call(TA, "POST", `/tenant/v1/channels/${id}/pause`)).status).toBe(204);
  expect((await call(TA, "POST", `/tenant/v1/channels/${id}/sync`)).code).toBe("channel.channel_disconnected");
  expect((await call(TA, "POST", `/tenant/v1/channels/${id}/resume`)).status).toBe(204);
  expect((await call(TA, "POST", `/tenant/v1/channels/${id}/sync`)).status).toBe(202);
});

test("of two posts that were refused with one token the first renews it, and the other takes the new one", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const channelId = await signIn(tenant.people.TA, "linkedin", "urn:li:organization:7001");
  const used = (await secretOf(tenant, channelId))?.tokens["accessToken"] ?? "";
  await world.steer("/admin/tokens/expire", { family: "linkedin" });
  await fetch(`${world.url}/admin/calls`, { method: "DELETE" });
  const again = () => as(machine(tenant.id), () => isLetInAgain({ channelId, tries: 1 }, used));
  expect([await again(), await again()]).toEqual([true, true]);
  const asked = (await world.calls("oauth")).filter(({ path }) => path.endsWith("/accessToken"));
  expect(asked).toHaveLength(1);
});

test("an account of Google Ads that another one manages is read through that one", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM } = tenant.people;
  const channelId = await signIn(DM, "google_ads", "2345678901");
  const draft = { type: "paid_ads", name: "Managed", goal: "leads", channels: ["google_ads"] };
  const { id } = await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body: draft });
  const link = { platform: "google_ads", channelId, externalCampaignId: `${Date.now()}` };
  await call(DM, "POST", `/tenant/v1/campaigns/${id}/link-external`, { body: link });
  await fetch(`${world.url}/admin/calls`, { method: "DELETE" });
  await as(machine(tenant.id), () => Metric.collect(channelId));
  await as(machine(tenant.id), () => readLinked(id, "google_ads", (account) => searchTermsOf(account, lastWeek())));
  const asked = (await world.calls("google-ads")).filter(({ path }) => path.includes("/customers/2345678901/"));
  const through = asked.map(({ path, headers }) => [path.split(":").at(-1), headers["login-customer-id"]]);
  expect(through).toEqual([
    ["search", "9876543210"],
    ["searchStream", "9876543210"],
    ["searchStream", "9876543210"],
  ]);
});
