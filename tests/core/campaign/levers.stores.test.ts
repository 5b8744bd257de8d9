import { afterAll, expect, test } from "vitest";
import { propose } from "#core/campaign/propose.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { MeasuredThing, OptimiserAction, RecommendationBatch } from "#schema/campaign-results.ts";
import type { ReviewRequests } from "#schema/review-campaign.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";
import { approve, attemptOf, work } from "../publish/accounts.ts";
import { asking, atWork, nextWednesday, outreach, statesOf, tick, withAddress } from "./at-work.ts";

afterAll(closeStores);

type Said = [action: OptimiserAction, externalId: string, from: string, to: string];

/** Changes that an optimiser proposed, and agency and client have agreed on. */
async function decided(
  tenant: TestTenant,
  campaignId: string,
  agent: string,
  said: Said[],
): Promise<RecommendationBatch> {
  const batchId = await as(tenant.people.DM, () =>
    transaction((tx) =>
      propose(tx, {
        ...{ campaignId, adCopyId: null, agent },
        changes: said.map(([action, externalId, from, to]) => ({
          ...{ action, externalId, from, to, title: `${action} of it`, why: "It works better.", evidence: ["Figures"] },
          risk: "low",
        })),
      }),
    ),
  );
  await approve(tenant, batchId, "dm", tenant.people.secondReviewer);
  await approve(tenant, batchId, "client");
  const path = `/tenant/v1/campaigns/${campaignId}/optimisations`;
  const { items } = await ok<{ items: RecommendationBatch[] }>(tenant.people.DM, "GET", path);
  const batch = items.find(({ id }) => id === batchId);
  if (!batch) throw new Error("the batch is not listed");
  return batch;
}
const outcomes = ({ recommendations }: RecommendationBatch) =>
  recommendations.map(({ action, status, maker }) => [action, status, maker]);

test("what agency and client decide about requests for reviews reaches those who wait for theirs, and is approved with it", async () => {
  const tenant = await atWork();
  const { DM, TA, TM } = tenant.people;
  await withAddress(tenant);
  const people = ["ida", "jon", "kim"].map((name) => `${name}@${tenant.slug}.test`);
  for (const email of people) await ok(TM, "POST", "/tenant/v1/contacts", { body: { email, type: "customer" } });
  const id = await asking(tenant);
  await approve(tenant, id, "client");
  const path = `/tenant/v1/campaigns/${id}`;
  await ok(DM, "PATCH", `${path}/status`, { body: { verb: "activate" } });
  await tick(tenant, nextWednesday());
  const messages = async () => (await ok<ReviewRequests>(TA, "GET", `${path}/review-requests`)).messages;
  const [message] = await messages();
  const things = (await ok<{ items: MeasuredThing[] }>(TA, "GET", `${path}/results`)).items;
  expect(things.map(({ kind, externalId }) => [kind, externalId])).toEqual([
    ["message", message?.id],
    ["pitch", message?.id],
  ]);
  const better = "Tell others at https://reviews.example/us how it was. Write STOP to get no more.";
  const batch = await decided(tenant, id, "review-campaign-optimizer", [
    ["change_delay", message?.id ?? "", "0", "48"],
    ["change_text", message?.id ?? "", message?.body ?? "", better],
    ["change_channel", "email", "email", "sms"],
  ]);
  expect([batch.status, ...outcomes(batch)]).toEqual([
    "applied",
    ["change_delay", "applied", "here"],
    ["change_text", "applied", "here"],
    ["change_channel", "open", "person"],
  ]);
  expect(await messages()).toMatchObject([{ delayHours: 48, body: better }]);

  // The first two were on their way already; the third waits two days more, and gets the new words.
  const third = await asPlatform((tx) =>
    tx
      .selectFrom("campaignEmails")
      .select(["id", "recipientEmail", "sendAt"])
      .where("campaignId", "=", id)
      .where("body", "=", better)
      .execute(),
  );
  expect(third).toHaveLength(1);
  expect(third[0]?.sendAt?.getTime()).toBeGreaterThan(nextWednesday().getTime() + 47 * 3_600_000);
  const soon = new Date(nextWednesday().getTime() + 7 * 86_400_000);
  await tick(tenant, soon);
  await work(tenant, (await attemptOf(tenant, third[0]?.id ?? "")).id, ["send"]);
  expect((await outside.mails(third[0]?.recipientEmail ?? ""))[0]?.preview).toContain("STOP");

  // What no one here can do is ticked off by who did it.
  const channel = batch.recommendations.find(({ action }) => action === "change_channel");
  const tick_ = (who = DM, of = channel?.id) =>
    call(who, "PATCH", `${path}/optimisations/${of}`, { body: { verb: "done" } });
  expect((await tick_(TA)).code).toBe("auth.forbidden");
  expect((await tick_(DM, batch.recommendations[0]?.id)).code).toBe("request.illegal_transition");
  expect((await tick_()).status).toBe(204);
  expect((await tick_()).code).toBe("request.illegal_transition");
  expect(await audited(tenant, "recommendation.applied")).toHaveLength(3);

  // What stands otherwise than when it was decided is left, and what nobody may send is not taken.
  const again = await decided(tenant, id, "review-campaign-optimizer", [
    ["change_delay", message?.id ?? "", "0", "24"],
    ["change_text", message?.id ?? "", better, "Reviews please: https://reviews.example/us"],
  ]);
  expect(outcomes(again)).toEqual([
    ["change_delay", "failed", "here"],
    ["change_text", "failed", "here"],
  ]);
  expect(again.recommendations.map(({ outcome }) => outcome)).toEqual([
    expect.stringContaining("48 hours now"),
    expect.stringContaining("opt out"),
  ]);
});

test("kinds of sites that are dropped get no mail, and a new subject line is another version that the agency decides", async () => {
  const tenant = await atWork();
  await withAddress(tenant);
  const [lea, mia] = [`lea@${tenant.slug}-one.test`, `mia@${tenant.slug}-two.test`];
  const { campaignId, firsts } = await outreach(tenant, [lea, mia]);
  await asPlatform((tx) =>
    tx
      .updateTable("backlinks")
      .set({ prospectType: "guest-post" })
      .where("tenantId", "=", tenant.id)
      .where("contactEmail", "=", lea)
      .execute(),
  );
  for (const id of firsts) await approve(tenant, id, "dm");
  const batch = await decided(tenant, campaignId, "seo-outreach-optimizer", [
    ["drop_type", "guest-post", "written to", "left out"],
    ["change_subject", "subject", "Lamps 1", "A question about your page on lamps"],
    ["add_follow_up", "subject", "none", "After a week"],
  ]);
  expect([batch.status, ...outcomes(batch)]).toEqual([
    "applied",
    ["drop_type", "applied", "here"],
    ["change_subject", "applied", "here"],
    ["add_follow_up", "open", "person"],
  ]);
  expect(await statesOf(tenant, lea)).toEqual(["type_dropped", "type_dropped", "type_dropped"]);
  expect(await statesOf(tenant, mia)).toEqual(["draft", "draft", "draft"]);
  await tick(tenant, nextWednesday());
  await expect(attemptOf(tenant, firsts[1] ?? "")).rejects.toThrow();
  await approve(tenant, firsts[1] ?? "", "dm");
  await tick(tenant, nextWednesday());
  await work(tenant, (await attemptOf(tenant, firsts[1] ?? "")).id, ["send"]);
  expect((await outside.mails(mia))[0]?.subject).toBe("A question about your page on lamps");
  const stranger = await freshTenant({ plan: "pro" });
  const one = `/tenant/v1/campaigns/${campaignId}/optimisations/${batch.recommendations[2]?.id}`;
  expect((await call(stranger.people.DM, "PATCH", one, { body: { verb: "done" } })).code).toBe("request.not_found");
});
