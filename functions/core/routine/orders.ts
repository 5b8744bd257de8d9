import * as Backlink from "#core/backlink/index.ts";
import { openTo } from "#core/backlink/match.ts";
import * as ContentAudit from "#core/content-audit/index.ts";
import * as Credit from "#core/credit/index.ts";
import { askForMonth, postsOfMonth } from "#core/gbp-post/order.ts";
import { askFor as askForKeywords } from "#core/keyword/order.ts";
import { accountOfType } from "#core/publish/accounts.ts";
import * as SiteAudit from "#core/site-audit/index.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import type { Tx } from "#platform/db.ts";
import { BacklinkOrder } from "#schema/backlink.ts";
import { AuditScope } from "#schema/content-quality.ts";
import { AppError } from "#schema/errors.ts";
import { KeywordOrder } from "#schema/keyword.ts";
import { auditRestDays, type RoutineName, type RoutineOutcome, routineMax } from "#schema/routine.ts";
import type { Turn } from "./due.ts";
import { room } from "./room.ts";

const dayMs = 86_400_000;

/** What ordering each comes to. An `AppError` says why it has to wait. */
export const orders: Readonly<
  Record<RoutineName, (tx: Tx, turn: Turn, now: Date) => Promise<Exclude<RoutineOutcome, "waiting" | "covered">>>
> = {
  keyword_research: async (tx) => {
    await demandRoom(tx, await Credit.rate(tx, "keyword_cluster"));
    await askForKeywords(tx, KeywordOrder.parse({}), "normal");
    return "ordered";
  },
  site_audit: async (tx) => {
    await demandRoom(tx, await Credit.rate(tx, "site_audit"));
    await SiteAudit.askFor(tx, [], "low");
    return "ordered";
  },
  gbp_posts: async (tx, { startsOn }, now) => {
    if (!(await accountOfType(tx, "google_business_profile")))
      throw new AppError("channel.channel_disconnected", "No Google Business Profile is connected.");
    await demandRoom(tx, postsOfMonth * (await Credit.rate(tx, "gbp_post")));
    await askForMonth(tx, startsOn, await zoneOf(tx), now);
    return "ordered";
  },
  backlink_research: async (tx) => {
    const each = await Credit.rate(tx, "backlink_outreach");
    await demandRoom(tx, (await Credit.rate(tx, "backlink_research")) + routineMax.prospects * each);
    await Backlink.askFor(tx, BacklinkOrder.parse({ maxProspects: routineMax.prospects }), "normal");
    return "ordered";
  },
  content_audit: async (tx, _turn, now) => {
    const since = new Date(now.getTime() - auditRestDays * dayMs);
    const posts = await ContentAudit.unaudited(tx, since, routineMax.audits);
    if (posts.length === 0) return "nothing";
    const each = await Credit.rate(tx, "content_audit");
    const affordable = posts.slice(0, Math.floor((await room(tx)) / each));
    if (affordable.length === 0) await demandRoom(tx, each);
    for (const post of affordable) await ContentAudit.askFor(tx, post, AuditScope.options, "low");
    return "ordered";
  },
  listings: async (tx) => {
    if ((await openTo(tx)).length === 0) return "nothing";
    await Backlink.lookThrough(tx, "low");
    return "ordered";
  },
};

// What the plan has promised is paid first.
async function demandRoom(tx: Tx, needed: number): Promise<void> {
  const left = await room(tx);
  if (left >= needed) return;
  throw new AppError(
    "credits.insufficient_credits",
    `It takes ${needed / 100} credits, and beside what the plan needs ${left / 100} are left.`,
  );
}
