import * as Approval from "#core/approval/index.ts";
import { signedIn, withAccess } from "#core/channel/access.ts";
import * as Effect from "#core/effect/index.ts";
import * as Publish from "#core/publish/index.ts";
import { newest } from "#core/run/order.ts";
import { tenant } from "#platform/actor.ts";
import { type ProfileReview, reviewsOf } from "#platform/channel/reviews.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { newId } from "#schema/ids.ts";
import { flagsOf } from "./flags.ts";
import { begin, lockedResponse, move, responseOf, titleOf } from "./rows.ts";
import { orderDraft } from "./write.ts";

const bodyMax = 5_000;
const draftsMax = 20;

/** Reads the reviews of every business profile of the tenant at work, and has answers to new ones written. */
export async function poll(): Promise<void> {
  const profiles = await transaction((tx) => signedIn(tx, "google_business_profile"));
  for (const { id, name, externalId } of profiles) {
    try {
      const found = await withAccess(id, (accessToken) => reviewsOf(externalId, accessToken));
      await transaction((tx) => takeIn(tx, { channelId: id, location: name }, found));
    } catch (error) {
      log.warn({ channelId: id, error: String(error) }, "the reviews of a profile could not be read");
    }
  }
  await transaction(orderDrafts);
}

/** Takes in what a profile lists: new ones, changed ones, and those that are no longer there. */
export async function takeIn(
  tx: Tx,
  { channelId, location }: { channelId: string; location: string },
  found: readonly ProfileReview[],
): Promise<void> {
  const rows = await tx
    .selectFrom("reviews")
    .select(["id", "externalId", "rating", "body", "reply", "status", "firstName"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .forUpdate()
    .execute();
  const known = new Map(rows.map((row) => [row.externalId, row]));
  for (const one of found) {
    const row = known.get(one.externalId);
    const fresh = columnsOf(one);
    if (!row) await insert(tx, { channelId, location }, one);
    else if (row.rating !== fresh.rating || row.body !== fresh.body || row.status === "removed")
      await change(tx, row.id, fresh);
    else if (row.reply !== fresh.reply) await answered(tx, row.id, fresh);
  }
  const listed = new Set(found.map(({ externalId }) => externalId));
  for (const row of rows)
    if (!listed.has(row.externalId) && row.status !== "removed") {
      await withdraw(tx, row.id);
      await set(tx, row.id, { status: "removed" });
      await Effect.audit("review.removed", { type: "review", id: row.id, label: titleOf(row) });
    }
}

type Columns = ReturnType<typeof columnsOf>;

function columnsOf({ rating, body: said, reply, name }: ProfileReview) {
  const body = said.slice(0, bodyMax);
  return {
    ...{ rating, body, flags: flagsOf(body, rating), firstName: firstNameOf(name) },
    ...{ reply: reply?.body.slice(0, bodyMax) ?? null, repliedAt: reply?.at ?? null },
  };
}

// Of a person no more is kept than is needed to address them.
function firstNameOf(name: string | null): string | null {
  return name?.trim().split(/\s+/)[0]?.slice(0, 80) || null;
}

async function insert(tx: Tx, at: { channelId: string; location: string }, one: ProfileReview): Promise<void> {
  const id = newId("review");
  const columns = columnsOf(one);
  await tx
    .insertInto("reviews")
    .values({
      ...{ tenantId: tenant(), id, channelId: at.channelId, location: at.location.slice(0, 200), ...columns },
      ...{ externalId: one.externalId, source: "google_business_profile", reviewedAt: one.at },
      status: columns.reply === null ? "new" : "answered",
    })
    .execute();
  await Effect.audit(
    "review.received",
    { type: "review", id, label: titleOf(columns) },
    { after: { rating: one.rating } },
  );
  await Effect.live("content:updated", { kind: "review", id, status: "new", version: 1 });
}

// What was approved was approved for another review; the answer is written anew.
async function change(tx: Tx, id: string, fresh: Columns): Promise<void> {
  await withdraw(tx, id);
  await set(tx, id, { ...fresh, status: fresh.reply === null ? "new" : "answered" });
  await Effect.audit(
    "review.changed",
    { type: "review", id, label: titleOf(fresh) },
    { after: { rating: fresh.rating } },
  );
}

async function answered(tx: Tx, id: string, fresh: Columns): Promise<void> {
  if (fresh.reply === null) return;
  await withdraw(tx, id);
  await set(tx, id, { reply: fresh.reply, repliedAt: fresh.repliedAt, status: "answered" });
}

async function withdraw(tx: Tx, reviewId: string): Promise<void> {
  const row = await responseOf(tx, reviewId);
  if (!row) return;
  const about = { type: "review_response", id: row.id } as const;
  await Approval.supersede(tx, about);
  if (row.status === "publishing") await Publish.takeOut(tx, about.type, row.id, "The review changed.");
  const now = await lockedResponse(tx, row.id);
  if (["pending_approval", "approved", "failed"].includes(now.status))
    await move(tx, now, "edit", { decisionNote: null });
}

async function set(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("reviews").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

// What was forbidden the last time, for want of credits say, is ordered with the next look.
async function orderDrafts(tx: Tx): Promise<void> {
  const waiting = await tx
    .selectFrom("reviews as r")
    .leftJoin("reviewResponses as a", (join) =>
      join.onRef("a.tenantId", "=", "r.tenantId").onRef("a.reviewId", "=", "r.id"),
    )
    .select("r.id")
    .where("r.tenantId", "=", tenant())
    .where("r.status", "=", "new")
    .where((eb) =>
      eb.or([eb("a.id", "is", null), eb.and([eb("a.status", "=", "draft"), eb("a.decisionNote", "is", null)])]),
    )
    .orderBy("r.rating")
    .orderBy("r.id")
    .limit(draftsMax)
    .execute();
  for (const { id } of waiting) {
    const response = await begin(tx, id);
    const last = await newest(tx, "review-response-writer", { type: "review_response", id: response.id });
    if (!last || last.version <= response.version) await orderDraft(tx, response);
  }
}
