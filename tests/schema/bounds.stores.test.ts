import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { asPlatform, sql, type Tx } from "#platform/db.ts";
import { AdCopyFields } from "#schema/ad-copy.ts";
import { ApprovalPolicyFields } from "#schema/approval.ts";
import { ChatMessageInput, ChatThreadFields } from "#schema/chat.ts";
import { FindingFields } from "#schema/content-quality.ts";
import { tableIds } from "#schema/database/table-ids.ts";
import type { DB } from "#schema/database/tables.ts";
import { GbpPostFields } from "#schema/gbp-post.ts";
import { newId } from "#schema/ids.ts";
import { LandingPageFields } from "#schema/landing-page.ts";
import { MediaFields } from "#schema/media.ts";
import { NewsletterFields } from "#schema/newsletter.ts";
import { FeatureFlagFields, PlatformSettingFields } from "#schema/platform.ts";
import { SkillFields, ToolFields } from "#schema/skill.ts";
import { SocialCalendarSlotFields, SocialPostFields, SocialRequestInput } from "#schema/social.ts";
import { WebhookEndpointFields } from "#schema/webhook.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { longest, textLimits } from "./longest.ts";

type Table = keyof typeof tableIds & keyof DB;
interface Case {
  table: Table;
  schema: z.ZodType;
  /** Samples of fields whose form a pattern or a rule decides. */
  own?: Record<string, unknown>;
  /** Columns the caller does not write. */
  rest?: () => Record<string, unknown>;
  global?: true;
}

let tenant: TestTenant;
let things: Things;
const parents: Record<string, string> = {};

const cases: Case[] = [
  { table: "adCopies", schema: AdCopyFields, rest: () => ({ status: "generating" }) },
  { table: "approvalPolicies", schema: ApprovalPolicyFields, own: { mode: "internal_client", risk: "high" } },
  {
    table: "chatThreads",
    schema: ChatThreadFields,
    rest: () => ({ userId: tenant.people.TM.userId, portal: "dashboard" }),
  },
  {
    table: "chatMessages",
    schema: ChatMessageInput,
    rest: () => ({ chatThreadId: parents["thread"], role: "user", status: "done" }),
  },
  { table: "contentAuditFindings", schema: FindingFields, rest: () => ({ contentAuditId: parents["audit"] }) },
  {
    table: "gbpPosts",
    schema: GbpPostFields,
    own: { postType: "offer", event: null },
    rest: () => ({ channelId: things.channel, status: "generating" }),
  },
  {
    table: "landingPages",
    schema: LandingPageFields,
    own: { slug: "a".repeat(80) },
    rest: () => ({ status: "drafting" }),
  },
  {
    table: "media",
    schema: MediaFields,
    rest: () => ({
      kind: "image",
      s3Key: "media/x",
      mime: "image/png",
      bytes: 1,
      sha256: newId("media")
        .toLowerCase()
        .replaceAll(/[^0-9a-f]/g, "0")
        .padEnd(64, "0")
        .slice(0, 64),
      source: "upload",
    }),
  },
  { table: "emailNewsletters", schema: NewsletterFields, rest: () => ({ status: "draft" }) },
  { table: "featureFlags", schema: FeatureFlagFields, own: { key: `a${"b".repeat(60)}` }, global: true },
  {
    table: "platformSettings",
    schema: PlatformSettingFields,
    own: { key: `a${"b".repeat(60)}`, value: { a: 1 } },
    global: true,
  },
  {
    table: "skills",
    schema: SkillFields,
    own: { name: `a${"b".repeat(60)}`, appliesTo: ["blog-writer"] },
    global: true,
  },
  { table: "tenantSkills", schema: SkillFields, own: { name: `a${"b".repeat(60)}`, appliesTo: ["blog-writer"] } },
  {
    table: "tools",
    schema: ToolFields,
    own: { name: `a${"b".repeat(60)}` },
    rest: () => ({ methods: "{}" }),
    global: true,
  },
  {
    table: "socialPosts",
    schema: SocialPostFields,
    own: { platform: "linkedin", hashtags: Array.from({ length: 30 }, () => "a".repeat(60)) },
    rest: () => ({ status: "drafting" }),
  },
  {
    table: "socialMediaRequests",
    schema: SocialRequestInput,
    own: { mediaIds: Array.from({ length: 10 }, () => newId("media")) },
    rest: () => ({ status: "draft", requestedBy: "user:x" }),
  },
  {
    table: "socialCalendarSlots",
    schema: SocialCalendarSlotFields,
    own: { slotTime: "18:30" },
    rest: () => ({ socialCalendarId: parents["calendar"] }),
  },
  { table: "webhookEndpoints", schema: WebhookEndpointFields, rest: () => ({ secretCipher: "v1.k.i.t.d" }) },
];

beforeAll(async () => {
  tenant = await freshTenant();
  things = await furnish(tenant);
  await asPlatform(async (tx) => {
    parents["thread"] = await put(tx, "chatThreads", {
      title: "x",
      mode: "analyst",
      portal: "dashboard",
      userId: tenant.people.TM.userId,
    });
    parents["audit"] = await put(tx, "contentAudits", {
      blogPostId: things.blogPost,
      scope: ["freshness"],
      status: "queued",
    });
    parents["calendar"] = await put(tx, "socialCalendars", { month: "2026-08-01", status: "draft" });
  });
});
afterAll(closeStores);

async function put(tx: Tx, table: Table, values: Record<string, unknown>, global = false): Promise<string> {
  const id = newId(tableIds[table]);
  const row = { id, ...(global ? {} : { tenantId: tenant.id }), ...values };
  const plain = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, isJson(value) ? JSON.stringify(value) : value]),
  );
  await tx
    .insertInto(table)
    .values(plain as never)
    .execute();
  return id;
}

const isJson = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Tries the row and takes it back. @returns the database's code when it refuses */
function attempt(one: Case, change: Record<string, unknown> = {}): Promise<string | undefined> {
  const row = { ...longest(one.schema, one.own), ...one.rest?.(), ...change };
  return asPlatform(async (tx) => {
    await put(tx, one.table, row, one.global);
    await sql`set constraints all immediate`.execute(tx);
    throw Object.assign(new Error("taken back"), { code: "ok" });
  }).catch((error: { code?: string; message: string }) =>
    error.code === "ok" ? undefined : (error.code ?? error.message),
  );
}

describe.each(cases)("$table", (one) => {
  test("what the schema accepts at its bounds, the database stores", async () => {
    expect(one.schema.safeParse(longest(one.schema, one.own)).error?.issues ?? []).toEqual([]);
    expect(await attempt(one)).toBeUndefined();
  });

  test("a text one character longer is refused by both", async () => {
    for (const [name, max] of textLimits(one.schema)) {
      const tooLong = "a".repeat(max + 1);
      expect(one.schema.safeParse({ ...longest(one.schema, one.own), [name]: tooLong }).success, name).toBe(false);
      expect(await attempt(one, { [name]: tooLong }), name).toBe("23514");
    }
  });
});

test("a policy that would leave a release without its people is refused by both", async () => {
  const weak = { kind: "newsletter", mode: "internal", risk: null, quorum: 1, fourEyes: false, bulkAllowed: true };
  expect(ApprovalPolicyFields.safeParse(weak).success).toBe(false);
  const one = cases.find(({ table }) => table === "approvalPolicies") as Case;
  expect(await attempt({ ...one, own: weak })).toBe("23514");
  expect(await attempt({ ...one, own: { ...weak, kind: "blog_post", mode: "none" } })).toBe("23514");
});
