import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import type { SearchTerm } from "#schema/campaign-results.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

/** A campaign that is linked to one of the platform. @returns its path */
async function linked(tenant: TestTenant, platform: string, account: string): Promise<string> {
  const [channelId, secret] = [newId("channel"), newId("channelCredential")];
  await asPlatform(async (tx) => {
    await tx
      .insertInto("connectedChannels")
      .values({
        ...{ tenantId: tenant.id, id: channelId, type: platform, name: platform, status: "connected" },
        subChannelInfo: JSON.stringify({ id: account }),
      })
      .execute();
    const tokenInfoCipher = seal(JSON.stringify({ accessToken: "access-of-the-account" }), `${tenant.id}${secret}`);
    await tx
      .insertInto("channelCredentials")
      .values({ tenantId: tenant.id, id: secret, channelId, tokenInfoCipher })
      .execute();
  });
  const { DM } = tenant.people;
  const draft = { type: "paid_ads", name: `Linked to ${platform}`, goal: "leads", channels: [platform] };
  const { id } = await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body: draft });
  const path = `/tenant/v1/campaigns/${id}`;
  const body = { platform, channelId, externalCampaignId: `${Date.now()}` };
  expect((await call(DM, "POST", `${path}/link-external`, { body })).status).toBe(204);
  expect((await call(DM, "POST", `${path}/link-external`, { body })).code).toBe("request.already_exists");
  return path;
}

test("what people typed is judged once, and a reviewer's word stands beside the verdict", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM, TA } = tenant.people;
  const path = await linked(tenant, "google_ads", "customers/1234567890");
  expect((await call(TA, "POST", `${path}/search-terms/classify`)).code).toBe("auth.forbidden");
  await ok(DM, "POST", `${path}/search-terms/classify`);
  await workAll(tenant);
  const list = async (query = "") =>
    (await ok<{ items: SearchTerm[] }>(TA, "GET", `${path}/search-terms${query}`)).items;
  const terms = await list();
  const of = (name: string) => terms.find(({ term }) => term === name);
  expect(of("coffee beans near me")).toMatchObject({ classification: "add_as_keyword", matchType: "exact" });
  expect(of("free coffee")).toMatchObject({ classification: "add_as_negative", status: "pending", decision: null });
  expect(
    terms.filter(({ conversions, classification }) => conversions > 0 && classification === "add_as_negative"),
  ).toEqual([]);

  const free = `${path}/search-terms/${of("free coffee")?.id}`;
  expect((await call(TA, "PATCH", free, { body: { decision: "watch" } })).code).toBe("auth.forbidden");
  expect(await ok<SearchTerm>(DM, "PATCH", free, { body: { decision: "watch" } })).toMatchObject({
    ...{ status: "dm_reviewed", decision: "watch", classification: "add_as_negative" },
  });
  expect(await ok<SearchTerm>(DM, "PATCH", free, { body: { skip: true } })).toMatchObject({ status: "skipped" });
  await ok(DM, "POST", `${path}/search-terms/classify`);
  await expect(workAll(tenant)).rejects.toThrow("nobody has judged");
  expect(await list()).toHaveLength(terms.length);
  expect(await list("?classification=add_as_negative")).not.toHaveLength(terms.length);
  expect(await audited(tenant, "search_term.%")).toEqual([
    ...["search_term.classified", "search_term.reviewed", "search_term.skipped"],
  ]);
});
