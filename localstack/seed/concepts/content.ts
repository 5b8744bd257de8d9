import { compose } from "#core/memory/compose.ts";
import { type Content, kindOf } from "#core/piece/kinds.ts";
import { tableOf } from "#core/piece/rows.ts";
import { contentHash } from "#core/piece/write.ts";
import type { DemoMarketing } from "#localstack/demo/marketing/shape.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { PieceType } from "#schema/piece.ts";
import { date, moment, month } from "./days.ts";

/** Social posts in their calendar, a landing page, a newsletter that was sent, an ad, and what the agents have learned. */
export async function plantContent(tx: Tx, tenantId: string, plan: DemoMarketing): Promise<void> {
  await plantSocial(tx, tenantId, plan);
  const [pageId, newsletterId] = [newId("landingPage"), newId("emailNewsletter")];
  await plantPiece(tx, tenantId, "landing_page", pageId, pageOf(plan), { name: plan.page.name, status: "dm_review" });
  const { readers } = plan.newsletter;
  await plantPiece(tx, tenantId, "newsletter", newsletterId, newsletterOf(plan), {
    ...{ status: "sent", sentAt: moment(-15), recipientCount: readers },
    ...{ delivered: Math.round(readers * 0.985), opened: Math.round(readers * 0.43) },
    ...{ clicked: Math.round(readers * 0.06), bounced: Math.round(readers * 0.015), unsubscribed: 9 },
  });
  await plantPiece(tx, tenantId, "ad_copy", newId("adCopy"), adOf(plan), { status: "approved" });
  await plantMemories(tx, tenantId, plan, { page: pageId, newsletter: newsletterId });
}

function pageOf({ page }: DemoMarketing): Content {
  const { slug, headline, problem, solution, callToAction, features, faq } = page;
  return {
    ...{ slug, metaTitle: headline.slice(0, 60), metaDescription: solution.slice(0, 160) },
    hero: { headline, subheadline: problem, ctaText: callToAction },
    problem: { heading: "What goes wrong", body: problem },
    solution: { heading: "What we do about it", body: solution },
    features: [...features],
    socialProof: { heading: "What others say", items: [] },
    faq: [...faq],
    cta: { heading: callToAction, text: solution, buttonText: callToAction },
  };
}

function newsletterOf({ newsletter: { subject, preview, body } }: DemoMarketing): Content {
  return {
    ...{ subjectLine: subject, subjectVariants: [], previewText: preview, headerText: subject, audience: "all" },
    sections: [{ heading: preview, body }],
  };
}

function adOf({ ad: { name, url, headlines, descriptions } }: DemoMarketing): Content {
  const payload = {
    headlines: headlines.map((text) => ({ text })),
    descriptions: descriptions.map((text) => ({ text })),
    ...{ paths: [], finalUrl: url },
  };
  return { platform: "google_ads", name, objective: "leads", finalUrl: url, payload };
}

async function plantPiece(
  tx: Tx,
  tenantId: string,
  type: PieceType,
  id: string,
  content: Content,
  values: Record<string, unknown>,
): Promise<void> {
  const kind = kindOf(type);
  const hash = contentHash(content);
  const row = { tenantId, id, version: 1, contentHash: hash, ...kind.columns(content), ...values };
  await tx
    .insertInto(tableOf(kind))
    .values(row as never)
    .execute();
  await tx
    .insertInto("contentVersions")
    .values({
      ...{ tenantId, id: newId("contentVersion"), subjectType: type, subjectId: id, version: 1 },
      ...{ content: JSON.stringify(content), sha256: hash, author: "system:seed", authorKind: "human" },
    })
    .execute();
}

const writers = { page: "landing-page-writer", newsletter: "email-writer" } as const;
const kinds = { page: "landing_page", newsletter: "newsletter" } as const;

async function plantMemories(
  tx: Tx,
  tenantId: string,
  { memories }: DemoMarketing,
  subjects: Record<"page" | "newsletter", string>,
): Promise<void> {
  for (const { of, point, lesson, data } of memories) {
    const told = { agent: writers[of], key: "edit_patterns", source: "edit", point, lesson } as const;
    const learnedAt = moment(-12);
    await tx
      .insertInto("memoryEvidence")
      .values({
        ...{ tenantId, id: newId("memoryEvidence"), ...told, data: JSON.stringify(data), learnedAt },
        ...{ subjectType: kinds[of], subjectId: subjects[of], version: 1 },
      })
      .execute();
    const memory = compose([{ ...told, data, learnedAt }]).get(told.key);
    if (!memory) continue;
    const { points, confidence, evidenceCount } = memory;
    await tx
      .insertInto("tenantAgentMemories")
      .values({
        ...{ tenantId, id: newId("tenantAgentMemory"), agent: told.agent, key: told.key },
        ...{ value: JSON.stringify(points), confidence, evidenceCount },
      })
      .execute();
  }
}

async function plantSocial(tx: Tx, tenantId: string, plan: DemoMarketing): Promise<void> {
  const calendarId = newId("socialCalendar");
  await tx
    .insertInto("socialCalendars")
    .values({ tenantId, id: calendarId, month: month(0).startsOn, status: "active" })
    .execute();
  for (const post of plan.social) {
    const [slotId, id] = [newId("socialCalendarSlot"), newId("socialPost")];
    const { platform, contentType, format, hook, body, hashtags, status, day } = post;
    await tx
      .insertInto("socialCalendarSlots")
      .values({
        tenantId,
        id: slotId,
        socialCalendarId: calendarId,
        slotOn: date(day),
        platform,
        contentType,
        format,
        topicAngle: hook,
        socialPostId: id,
      })
      .execute();
    await tx
      .insertInto("socialPosts")
      .values({
        tenantId,
        id,
        platform,
        contentType,
        format,
        hook,
        bodyText: body,
        hashtags: [...hashtags],
        slotId,
        status,
        scheduledAt: status === "scheduled" ? moment(day) : null,
        publishedAt: status === "published" ? moment(day) : null,
        version: 1,
        contentHash: sha256(body),
      })
      .execute();
  }
}
