import { afterAll, expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import * as Suppression from "#core/suppression/index.ts";
import * as Narrative from "#core/visibility/narrative.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { BlogPost } from "#schema/blog.ts";
import type { GbpPost } from "#schema/gbp-post.ts";
import { newId } from "#schema/ids.ts";
import type { LeadDetail } from "#schema/lead.ts";
import { nextMonth, plannedMonth } from "#tests/core/social/month.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { decide, settle, waitingFor, worked } from "#tests/support/pieces.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";
import { answer, until } from "#tests/support/work.ts";

afterAll(closeStores);

/** What an agent checks of an answer and does not accept. */
function against(name: AgentName, data: unknown, input: object): string[] {
  const { check, input: shape } = agents[name];
  return check(data, shape.parse(input), {} as never).flatMap(({ passed, message }) => (passed ? [] : [message]));
}

test("a post shows what its writer proposes beside it, its voice by itself, and reviewers see the whole score", async () => {
  const tenant = await freshTenant();
  const { TM, DM } = tenant.people;
  const wish = { topic: "How to rewire a table lamp at home", wordCount: 900 };
  const request = await ok<{ id: string }>(TM, "POST", "/tenant/v1/blog-requests", { body: wish });
  await ok(DM, "POST", `/tenant/v1/requests/${request.id}/approve`, { body: {} });
  const writer = await until(tenant, "blog-writer");
  const { activityId } = await asPlatform((tx) =>
    tx.selectFrom("agentRuns").select("activityId").where("id", "=", writer).executeTakeFirstOrThrow(),
  );
  const input = await as(machine(tenant.id), () => agents["blog-writer"].load({ activityId } as unknown as ClaimedRun));
  expect(input["publishTarget"]).toBe("wordpress");
  await asPlatform((tx) =>
    tx.updateTable("connectedChannels").set({ type: "website" }).where("id", "=", tenant.channelId).execute(),
  );
  const other = await as(machine(tenant.id), () => agents["blog-writer"].load({ activityId } as unknown as ClaimedRun));
  expect(other["publishTarget"]).toBe("other");
  const critic = await until(tenant, "content-critic");
  const verdict = {
    score: 82,
    brandScore: 41,
    confidence: "high",
    issues: [],
    recommendation: "approve",
    passed: true,
  };
  await answer(tenant, critic, verdict);
  const { subject, criticScore } = await waitingFor(tenant, "blog_post", "dm");
  expect(criticScore).toBe(82);
  const post = await ok<BlogPost>(TM, "GET", `/tenant/v1/blog-posts/${subject.id}`);
  expect(post.brandScore).toBe(41);
  expect(post.suggestions.imageIdeas.length).toBeGreaterThan(0);
  expect(post.suggestions.faq.length).toBeGreaterThan(0);
});

test("a profile post keeps the photo that its writer has in mind", async () => {
  const tenant = await freshTenant();
  await worked(tenant, "gbp_post", { subject: "New opening hours in the workshop" });
  const { items } = await ok<{ items: GbpPost[] }>(tenant.people.TM, "GET", "/tenant/v1/gbp-posts");
  expect(items[0]?.photoSuggestion).toEqual(expect.stringMatching(/.{10}/));
});

test("one-time tasks keep goal and price, and none stands beside an open or undecided one that says the same", async () => {
  const tenant = await freshTenant();
  const { id: tenantId } = tenant;
  const { deliverablePlan: plan } = await asPlatform((tx) => insertPlan(tx, tenant));
  const run = { id: newId("run"), subjectId: plan } as ClaimedRun;
  const title = "Photograph every lamp of the workshop";
  const item = { title, description: "", agentQueue: "human", suggestedPeriod: 1, goalHint: "More orders" };
  const agent = agents["action-item-planner"];
  const data = { items: [{ ...item, creditEstimate: 1.25 }] };
  await as(machine(tenantId), () =>
    transaction((tx) => agent.store(tx, run, { data, warnings: [], claims: [], suspected: false })),
  );
  const { actionItems } = await ok<{ actionItems: { title: string }[] }>(tenant.people.DM, "GET", "/tenant/v1/plans/1");
  expect(actionItems.find((one) => one.title === title)).toMatchObject({
    goalHint: "More orders",
    creditEstimate: 1.25,
  });
  const loaded = await as(machine(tenantId), () => agent.load(run));
  expect(loaded["openItems"]).toEqual(["Name the opening hours", title]);
  const again = { items: [{ ...item, title: "Photograph every lamp of our workshop", creditEstimate: 0 }] };
  expect(against("action-item-planner", again, loaded)).toEqual([
    "Already open: Photograph every lamp of our workshop.",
  ]);
});

test("no prospect is the client, one it has to leave alone, or a host of either under another name", async () => {
  const tenant = await freshTenant();
  const { id: tenantId } = tenant;
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ websiteUrl: "https://www.lamps.co.uk/" }).where("id", "=", tenantId).execute(),
  );
  const activityId = newId("activity");
  await asPlatform((tx) =>
    tx
      .insertInto("activities")
      .values({
        ...{ tenantId, id: activityId, ref: "ACT-2026-901", title: "Backlinks", status: "queued", type: "backlinks" },
        ...{ doer: "backlink-researcher", priority: "normal", input: JSON.stringify({}) },
      })
      .execute(),
  );
  await as(machine(tenantId), () =>
    transaction(async (tx) => {
      await Suppression.add(tx, "editor@news.quiet.co.uk", "manual", "test");
      await Suppression.add(tx, "somebody@gmail.com", "manual", "test");
    }),
  );
  const input = await as(machine(tenantId), () =>
    agents["backlink-researcher"].load({ activityId } as unknown as ClaimedRun),
  );
  expect(input["excludeDomains"]).toEqual(["quiet.co.uk"]);
  const prospect = (sourceDomain: string) => ({ sourceDomain, targetAssetUrl: "https://www.lamps.co.uk/" });
  const wrong = ["blog.lamps.co.uk", "www.quiet.co.uk", "other.co.uk"].map(prospect);
  expect(against("backlink-researcher", { prospects: wrong }, input)).toEqual(["Leave out: lamps.co.uk, quiet.co.uk."]);
  const twice = ["a.other.co.uk", "b.other.co.uk"].map(prospect);
  expect(against("backlink-researcher", { prospects: twice }, input)).toEqual([
    "A domain stands in the list more than once.",
  ]);
});

test("a company's site is on its own domain, not on one that ends like it", () => {
  const lead = { leadId: "led_1", emailDomain: "acme.com", extract: "https://acme.com/\nWe mend lamps." };
  const website = (url: string) => against("lead-enricher", { website: url, sources: [] }, lead);
  expect(website("https://evilacme.com/")).toEqual(["website must be of the company's own domain."]);
  expect(website("https://www.acme.com/")).toEqual([]);
});

test("a lead is scored by what is known of it, anew with what is found out, and shows why", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TM } = tenant.people;
  const body = { phone: "+12125550199", message: "May I have a quote for lamps?", jobTitle: "Head of lighting" };
  const lead = await ok<LeadDetail>(TM, "POST", "/tenant/v1/leads", { body });
  // Size, trade and country are not known (4, 4 and 2), the title decides (8), a quote is asked for (15).
  expect(lead).toMatchObject({ score: 33, band: "cold" });
  const facts = { companySize: "11-50", country: "US", sources: [] };
  await as(machine(tenant.id), () =>
    transaction((tx) =>
      agents["lead-enricher"].store(tx, { subjectId: lead.id } as ClaimedRun, {
        ...{ data: facts, warnings: [], claims: [], suspected: false },
      }),
    ),
  );
  const after = await ok<LeadDetail>(TM, "GET", `/tenant/v1/leads/${lead.id}`);
  expect(after).toMatchObject({ score: 39, band: "cold" });
  expect(after.scoreFactors).toContainEqual({ group: "fit", factor: "geography", points: 8, evidence: "US" });
});

test("what people approve of an e-mail to a lead is remembered, who the lead is, is not", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TM, DM } = tenant.people;
  const body = { email: "ana@buyer.example", firstName: "Anastasia", company: "Buyer Works", message: "Any lamps?" };
  const lead = await ok<LeadDetail>(TM, "POST", "/tenant/v1/leads", { body });
  await ok(TM, "POST", `/tenant/v1/leads/${lead.id}/emails/draft`, { body: { purpose: "first_touch" } });
  await settle(tenant);
  const item: ApprovalItem = await waitingFor(tenant, "lead_email", "dm");
  await decide(DM, item, "approve");
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("tenantAgentMemories")
      .select(["key", "value"])
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "lead-followup-writer")
      .execute(),
  );
  expect(rows.map(({ key }) => key).toSorted()).toEqual(["best_example", "preferred_length_words"]);
  expect(JSON.stringify(rows)).not.toMatch(/Anastasia|Buyer Works|ana@/);
});

test("a calendar of posts leaves out the client's holidays as it does its blackouts", async () => {
  const tenant = await freshTenant();
  const { calendar } = await plannedMonth(tenant, []);
  const month = nextMonth();
  const closed = [`${month}-10`, `${month}-12`];
  await asPlatform((tx) =>
    tx
      .insertInto("calendarDates")
      .values(
        closed.map((startsOn, at) => ({
          ...{ tenantId: tenant.id, id: newId("calendarDate"), startsOn, endsOn: startsOn },
          ...{ kind: at === 0 ? "holiday" : "blackout", title: "Closed" },
        })),
      )
      .execute(),
  );
  const about = { activityId: calendar } as unknown as ClaimedRun;
  const input = await as(machine(tenant.id), () => agents["social-calendar-planner"].load(about));
  expect(input).toMatchObject({ month, constraints: { blackoutDates: closed } });
});

test("connected visits are looked at as a whole and page by page, and a night's answers by their week", async () => {
  const tenant = await freshTenant();
  const account = { type: "google_analytics", name: "Visits", accountId: "p-1", accessToken: "a-token-of-the-account" };
  await ok(tenant.people.TA, "POST", "/tenant/v1/channels", { body: account });
  const begun = await asPlatform((tx) =>
    tx.selectFrom("channelInsights").select("agent").where("tenantId", "=", tenant.id).orderBy("agent").execute(),
  );
  expect(begun.map(({ agent }) => agent)).toEqual(["google-analytics-insights", "landing-page-insights"]);

  const prompt = newId("visibilityPrompt");
  await asPlatform(async (tx) => {
    await tx
      .updateTable("tenantSettings")
      .set({ aiVisibilitySchedule: "nightly" })
      .where("tenantId", "=", tenant.id)
      .execute();
    await tx
      .insertInto("aiVisibilityPrompts")
      .values({ tenantId: tenant.id, id: prompt, prompt: "Who mends lamps?", type: "local" })
      .execute();
    await tx
      .insertInto("aiVisibilitySnapshots")
      .values({
        ...{ tenantId: tenant.id, id: newId("visibilitySnapshot"), promptId: prompt },
        ...{
          platformKey: "chatgpt",
          mentioned: true,
          rank: 1,
          sentiment: "neutral",
          runOn: new Date().toISOString().slice(0, 10),
        },
      })
      .execute();
  });
  await as(machine(tenant.id), () => transaction((tx) => Narrative.begin(tx)));
  const narratives = await asPlatform((tx) =>
    tx.selectFrom("aiVisibilityNarratives").select("period").where("tenantId", "=", tenant.id).execute(),
  );
  expect(narratives).toEqual([{ period: "last_7_days" }]);
});
