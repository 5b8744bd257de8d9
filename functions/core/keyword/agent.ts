import type { KeywordGroups } from "#agents/keyword-researcher.ts";
import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import { audienceOf } from "#core/context/in-force.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { shown } from "./ranked.ts";

const rankedMax = 500;

type Group = KeywordGroups["groups"][number];

/** What the researcher gets: the subject and for whom, how many texts follow, what was written for and is found already, and what is measured. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const owner = await tx
      .selectFrom("tenants")
      .select(["name", "country", "websiteUrl", "industry"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const taken = await tx
      .selectFrom("blogPosts")
      .select("targetKeyword")
      .distinct()
      .where("tenantId", "=", tenant())
      .where("targetKeyword", "!=", "")
      .limit(200)
      .execute();
    const waiting = await tx
      .selectFrom("activityDependencies")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("tenantId", "=", tenant())
      .where("dependsOnId", "=", activity.id)
      .executeTakeFirstOrThrow();
    const { subject, contentGoal, groups } = activity.input as Partial<Record<string, string | number>>;
    const ranked = await shown(tx, "query", rankedMax);
    return {
      topic: typeof subject === "string" ? subject.replace(/^Subject: |\.$/g, "") : (owner.industry ?? owner.name),
      country: owner.country,
      clientDomain: owner.websiteUrl ? new URL(owner.websiteUrl).hostname : "",
      groups: typeof groups === "number" ? groups : Math.min(10, Math.max(1, Number(waiting.count))),
      targetAudience: (await audienceOf(tx)).slice(0, 500),
      ...(contentGoal ? { contentGoal } : {}),
      existingRankedKeywords: ranked.map(({ name: keyword, position }) => ({
        ...{ keyword, position: Math.min(100, Math.max(1, Math.round(position))), url: "" },
      })),
      seoData: await measured(tx),
      taken: taken.map(({ targetKeyword }) => targetKeyword),
    };
  });
}

/** Stores the groups and puts each before the agency. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<KeywordGroups>): Promise<void> {
  const activityId = run.activityId ?? "";
  const owner = await tx.selectFrom("tenants").select("locale").where("id", "=", tenant()).executeTakeFirstOrThrow();
  await Activity.draftReady(tx, activityId);
  for (const group of data.groups) await storeGroup(tx, group, { activityId, runId: run.id, locale: owner.locale });
}

async function storeGroup(
  tx: Tx,
  group: Group,
  { activityId, runId, locale }: { activityId: string; runId: string; locale: string },
): Promise<void> {
  const id = newId("keywordGroup");
  const contentHash = sha256(JSON.stringify([group.name, group.keywords.map(({ keyword }) => keyword)]));
  const { name, purpose } = group;
  await tx
    .insertInto("keywordGroups")
    .values({ tenantId: tenant(), id, name, purpose, status: "pending_review", contentHash, activityId, runId })
    .execute();
  for (const [position, row] of group.keywords.entries()) {
    const keywordId = await keep(tx, row, locale);
    const member = { keywordGroupId: id, keywordId, isPrimary: position === 0, position };
    await tx
      .insertInto("keywordGroupItems")
      .values({ tenantId: tenant(), id: newId("keywordGroupItem"), ...member })
      .execute();
  }
  await Effect.audit("keyword_group.created", { type: "keyword_group", id, label: name }, { after: { purpose } });
  await Approval.open(tx, {
    kind: "keyword_group",
    subject: { type: "keyword_group", id, title: name },
    version: 1,
    contentHash,
    stage: "dm",
    author: `agent:${runId}`,
    activityId,
  });
}

async function keep(tx: Tx, row: Group["keywords"][number], locale: string): Promise<string> {
  const { keyword, searchVolume: volumeBucket, difficulty, intent, category } = row;
  const known = await tx
    .selectFrom("keywords")
    .select(["id", "source"])
    .where("tenantId", "=", tenant())
    .where("keyword", "=", keyword)
    .where("locale", "=", locale)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (known) {
    // What a provider has measured or a person has written down outlives an estimate.
    const figures = known.source === "agent" || known.source === "gsc" ? { volumeBucket, difficulty } : {};
    await tx
      .updateTable("keywords")
      .set({ ...figures, intent, category })
      .where("tenantId", "=", tenant())
      .where("id", "=", known.id)
      .execute();
    return known.id;
  }
  const id = newId("keyword");
  const values = { keyword, locale, volumeBucket, difficulty, intent, category, source: "agent" };
  await tx
    .insertInto("keywords")
    .values({ tenantId: tenant(), id, ...values })
    .execute();
  return id;
}

// What providers of search data have measured: it counts whatever a model estimates.
async function measured(tx: Tx) {
  const rows = await tx
    .selectFrom("keywords")
    .select(["keyword", "volumeBucket", "difficulty"])
    .where("tenantId", "=", tenant())
    .where("source", "=", "provider")
    .where("deletedAt", "is", null)
    .orderBy("updatedAt", "desc")
    .limit(500)
    .execute();
  return rows.map(({ keyword, volumeBucket, difficulty }) => ({
    keyword,
    ...(volumeBucket ? { searchVolume: volumeBucket } : {}),
    ...(difficulty ? { difficulty } : {}),
  }));
}
