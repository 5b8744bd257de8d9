import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { handler as reconcile } from "#functions/clock/reconcile.ts";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { seal } from "#platform/secrets.ts";
import type { AuditEntry } from "#schema/audit.ts";
import type { BlogPost, Claim, ContentVersion } from "#schema/blog.ts";
import type { CreditBalance, CreditEntry } from "#schema/credit.ts";
import type { FileChunk } from "#schema/dataset.ts";
import { newId } from "#schema/ids.ts";
import type { Notification } from "#schema/notification.ts";
import type { ContentRequest } from "#schema/request.ts";
import type { SearchResult } from "#schema/search.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { startEngine } from "#tests/support/engine.ts";
import { outside } from "#tests/support/outside.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { approve, ask, decision, learn, patience, until, untilReview } from "./journey.ts";

ownCloud();
let engine: Awaited<ReturnType<typeof startEngine>>;
let tenant: TestTenant;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
  await closeStores();
});
beforeEach(async () => {
  tenant = await freshTenant();
});
afterEach(() => Promise.all([outside.clearFaults(), outside.forgetCalls()]));

async function lookNow(): Promise<void> {
  await pool(platformRole).query(
    "update publish_attempts set look_at = now() where tenant_id = $1 and status = 'unknown'",
    [tenant.id],
  );
  await reconcile();
}

async function sumsOfLedger(): Promise<{ available: number; reserved: number; balance: CreditBalance }> {
  const balance = await ok<CreditBalance>(tenant.people.TA, "GET", "/tenant/v1/credits");
  const { items } = await ok<{ items: CreditEntry[] }>(tenant.people.TA, "GET", "/tenant/v1/credits/ledger?limit=100");
  const sum = (...types: string[]) => {
    return items.filter(({ type }) => types.includes(type)).reduce((total, { amount }) => total + amount, 0);
  };
  return {
    available: sum("allocated", "topup", "adjusted", "consumed"),
    reserved: sum("reserved", "consumed", "released"),
    balance,
  };
}

const badVerdict = {
  data: {
    score: 40,
    brandScore: 50,
    confidence: "high",
    issues: [
      {
        severity: "blocking",
        category: "structure",
        description: "The post does not say what a repair costs.",
        suggestion: "Name the price of a repair in the first section.",
      },
    ],
    recommendation: "regenerate",
  },
  citations: [],
  warnings: [],
};

async function connectOpenai(): Promise<void> {
  const id = newId("adapter");
  const models = { cheap: "gpt-5-mini", standard: "gpt-5-mini", expensive: "gpt-5-mini" };
  await pool(platformRole).query(
    `insert into adapters (id, name, kind, base_url, key_cipher, models, local, priority)
      values ($1, 'openai', 'openai', $2, $3, $4, false, 200)
      on conflict (name) do update set id = $1, base_url = $2, key_cipher = $3, models = $4, enabled = true, priority = 200`,
    [id, `${process.env["SIMULATOR_URL"]}/openai/v1`, seal("sk-test", id), JSON.stringify(models)],
  );
}

describe("a request", () => {
  test("becomes a post that people have rejected once, edited, approved and published, exactly once", async () => {
    const { people } = tenant;
    await learn(tenant);
    const request = await ask(tenant);
    const first = await untilReview(tenant, request);

    const { items: claims } = await ok<{ items: Claim[] }>(
      people.DM,
      "GET",
      `/tenant/v1/blog-posts/${first.id}/claims`,
    );
    expect(claims.filter(({ support }) => support === "supported").length).toBeGreaterThan(0);
    for (const claim of claims) {
      expect(first.body.slice(claim.startOffset, claim.endOffset)).toBe(claim.text);
      for (const source of claim.sources) {
        const page = await ok<{ items: FileChunk[] }>(
          people.TM,
          "GET",
          `/tenant/v1/dataset-files/${source.fileId}/chunks`,
        );
        const chunk = page.items.find(({ id }) => id === source.chunkId);
        const from = source.startOffset - (chunk?.startOffset ?? 0);
        expect(chunk?.text.slice(from, from + source.quote.length)).toBe(source.quote);
      }
    }

    const rejection = decision(first, "reject", "Say earlier what a reader needs, and keep the figures.");
    await ok(people.DM, "POST", `/dm/v1/approvals/${first.approval?.id}/resolve`, { body: rejection });
    const second = await untilReview(tenant, request, first.version);

    const title = `${second.title} (${tenant.slug})`;
    const edited = await ok<BlogPost>(people.DM, "PATCH", `/tenant/v1/blog-posts/${first.id}`, {
      body: { title, changeNote: "A title of its own" },
      version: second.rowVersion,
    });
    expect(edited.version).toBe(second.version + 1);

    const path = `/dm/v1/approvals/${edited.approval?.id}/resolve`;
    expect(await call(people.DM, "POST", path, { body: decision(edited, "approve") })).toMatchObject({
      status: 403,
      code: "approval.own_work",
    });
    const stale = await call(people.secondReviewer, "POST", path, { body: decision(second, "approve") });
    expect(stale).toMatchObject({ status: 409, code: "approval.approval_stale" });
    expect(stale.body).toMatchObject({ error: { details: { version: edited.version } } });

    await approve(tenant, edited, people.secondReviewer);
    const published = await until(tenant, first.id, "published");

    const page = await fetch(published.publishedUrl ?? "");
    expect(await page.text()).toContain(tenant.slug);
    expect(await outside.posts(title)).toHaveLength(1);
    expect(await ok<ContentRequest>(people.TM, "GET", `/tenant/v1/requests/${request.id}`)).toMatchObject({
      status: "fulfilled",
      blogPostId: first.id,
    });

    const versions = await ok<{ items: ContentVersion[] }>(
      people.TM,
      "GET",
      `/tenant/v1/blog-posts/${first.id}/versions`,
    );
    expect(versions.items.map(({ author }) => author.kind).toSorted()).toEqual(["agent", "agent", "human"]);

    await vi.waitFor(async () => {
      const { groups } = await ok<SearchResult>(people.TM, "POST", "/v1/search", { body: { q: title } });
      expect(groups.flatMap(({ hits }) => hits).find(({ id }) => id === first.id)?.status).toBe("published");
    }, patience);

    const { available, reserved, balance } = await sumsOfLedger();
    expect({ available, reserved }).toEqual({ available: balance.available, reserved: balance.reserved });
    expect(balance.reserved).toBe(0);
    expect(balance.consumed).toBeGreaterThan(0);

    await vi.waitFor(async () => {
      const { items } = await ok<{ items: Notification[] }>(people.CA, "GET", "/tenant/v1/notifications");
      expect(items.map(({ event }) => event)).toContain("approval.created.client");
      const mails = await outside.mails(people.CA.email);
      expect(JSON.stringify(mails)).toContain(tenant.slug);
    }, patience);

    await vi.waitFor(async () => {
      const log = `/tenant/v1/audit-log?subjectId=${first.id}&limit=100`;
      const { items } = await ok<{ items: AuditEntry[] }>(people.TA, "GET", log);
      const story = [
        "blog_post.created",
        "blog_post.drafted",
        "blog_post.rejected",
        "blog_post.edited",
        "blog_post.dm_approved",
      ];
      expect(items.map(({ action }) => action)).toEqual(
        expect.arrayContaining([...story, "blog_post.client_approved"]),
      );
    }, patience);
    expect(await ok(people.TA, "GET", "/tenant/v1/audit-log/verify")).toMatchObject({ ok: true, firstBadSeq: null });
  });

  test("that cannot be paid for waits, and says so, instead of being worked on", async () => {
    tenant = await freshTenant({ credits: 0 });
    const request = await ask(tenant);
    await vi.waitFor(async () => {
      const activity = await ok<{ status: string; blockedReason: string }>(
        tenant.people.DM,
        "GET",
        `/tenant/v1/activities/${request.activityIds[0]}`,
      );
      expect(activity).toMatchObject({ status: "pending", blockedReason: "insufficient_credits" });
    }, patience);
  });

  test("whose draft the critic turns down is written again once, free of charge, and then shown to people with a mark", async () => {
    const { people } = tenant;
    await learn(tenant);
    await connectOpenai();
    const critic = { adapter: "openai", model: "gpt-5-mini" };
    await ok(people.DM, "PATCH", "/tenant/v1/agents/content-critic", { body: critic });
    for (let round = 0; round < 2; round++) await outside.reply("openai", JSON.stringify(badVerdict));
    const post = await untilReview(tenant, await ask(tenant));
    expect(post).toMatchObject({ version: 2, flags: expect.arrayContaining(["critic_failed"]) });
    expect(post.critic).toMatchObject({ passed: false, score: 40 });
    const { items } = await ok<{ items: CreditEntry[] }>(people.TA, "GET", "/tenant/v1/credits/ledger?limit=100");
    expect(items.filter(({ type }) => type === "consumed")).toHaveLength(2);
  });

  test("that the client sends back is written anew and passes both stages again", async () => {
    const { people } = tenant;
    await learn(tenant);
    const request = await ask(tenant);
    const first = await untilReview(tenant, request);
    const path = `/dm/v1/approvals/${first.approval?.id}/resolve`;
    await ok(people.DM, "POST", path, { body: decision(first, "approve") });
    const waiting = await ok<BlogPost>(people.CA, "GET", `/tenant/v1/blog-posts/${first.id}`);
    const note = "Please say what a repair costs in the first lines.";
    const rejection = decision(waiting, "reject", note);
    await ok(people.CA, "POST", `/dashboard/v1/approvals/${waiting.approval?.id}/resolve`, { body: rejection });
    const second = await untilReview(tenant, request, first.version);
    expect(second.approval).toMatchObject({ stage: "dm", status: "pending", subjectVersion: second.version });
    expect(await outside.posts(first.title)).toHaveLength(0);
  });
});

describe("publishing", () => {
  async function approved(title: string): Promise<BlogPost> {
    await learn(tenant);
    const draft = await untilReview(tenant, await ask(tenant));
    const post = await ok<BlogPost>(tenant.people.secondReviewer, "PATCH", `/tenant/v1/blog-posts/${draft.id}`, {
      body: { title },
      version: draft.rowVersion,
    });
    await approve(tenant, post);
    return post;
  }

  test("whose answer was lost after the effect is looked up, and nothing is sent again", async () => {
    await outside.fault({ provider: "wordpress", kind: "timeout_after_effect", ms: 300, match: "POST" });
    const title = `The answer that was lost (${tenant.slug})`;
    const post = await approved(title);
    await until(tenant, post.id, "publish_unknown");

    const again = await call(tenant.people.DM, "POST", `/tenant/v1/blog-posts/${post.id}/publish`, { body: {} });
    expect(again).toMatchObject({ status: 409, code: "publish.outcome_unknown" });

    await lookNow();
    const published = await until(tenant, post.id, "published");
    expect(published.publish).toMatchObject({ status: "confirmed", tries: 1 });
    expect(await outside.posts(title)).toHaveLength(1);
    expect(await outside.timesPosted()).toBe(1);
  });

  test("that never reached the site is known as absent after a while, and goes out once when a person sends it again", async () => {
    await outside.fault({ provider: "wordpress", kind: "timeout_before", ms: 300, match: "POST" });
    const title = `The post that never arrived (${tenant.slug})`;
    const post = await approved(title);
    await until(tenant, post.id, "publish_unknown");
    await pool(platformRole).query(
      "update publish_attempts set posted_at = posted_at - interval '10 minutes' where tenant_id = $1",
      [tenant.id],
    );
    await lookNow();
    await until(tenant, post.id, "publish_failed");
    await ok(tenant.people.DM, "POST", `/tenant/v1/blog-posts/${post.id}/publish`, { body: {} });
    await until(tenant, post.id, "published");
    expect(await outside.posts(title)).toHaveLength(1);
  });

  test("that was refused ends as failed and goes out once when a person sends it again", async () => {
    await outside.fault({ provider: "wordpress", kind: "refusal", match: "POST" });
    const title = `The post that was refused (${tenant.slug})`;
    const post = await approved(title);
    await until(tenant, post.id, "publish_failed");
    expect(await outside.posts(title)).toHaveLength(0);
    await ok(tenant.people.DM, "POST", `/tenant/v1/blog-posts/${post.id}/publish`, { body: {} });
    await until(tenant, post.id, "published");
    expect(await outside.posts(title)).toHaveLength(1);
  });

  test("that the site had no time for is tried again by itself", async () => {
    await outside.fault({ provider: "wordpress", kind: "rate_limit", retryAfterS: 1, match: "POST" });
    const title = `The post that had to wait (${tenant.slug})`;
    const post = await approved(title);
    const published = await until(tenant, post.id, "published");
    expect(published.publish?.tries).toBe(2);
    expect(await outside.posts(title)).toHaveLength(1);
  });

  test("on a channel of drafts ends as a draft at the site and is public only when the site says so", async () => {
    tenant = await freshTenant({ channelMode: "draft" });
    const title = `The post that stays a draft (${tenant.slug})`;
    const post = await approved(title);
    const drafted = await until(tenant, post.id, "cms_draft");
    expect(drafted.publishedUrl).toBeNull();
    expect(await outside.posts(title)).toMatchObject([{ status: "draft" }]);
  });
});
