import { compose } from "#core/memory/compose.ts";
import type { DemoMarketing } from "#localstack/demo/marketing/shape.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { date, moment, month } from "./days.ts";

/** Social posts in their calendar, a landing page, a newsletter that was sent, an ad, and what the agents have learned. */
export async function plantContent(tx: Tx, tenantId: string, plan: DemoMarketing): Promise<void> {
  await plantSocial(tx, tenantId, plan);
  const { name, slug, headline, problem, solution, callToAction } = plan.page;
  const sections = {
    hero: { headline },
    problem: { text: problem },
    solution: { text: solution },
    cta: { label: callToAction },
  };
  const [pageId, newsletterId] = [newId("landingPage"), newId("emailNewsletter")];
  await tx
    .insertInto("landingPages")
    .values({
      tenantId,
      id: pageId,
      name,
      slug,
      sections: JSON.stringify(sections),
      metaTitle: headline.slice(0, 60),
      metaDescription: solution.slice(0, 160),
      status: "dm_review",
      version: 1,
      contentHash: sha256(JSON.stringify(sections)),
    })
    .execute();
  const { subject, preview, body, readers } = plan.newsletter;
  await tx
    .insertInto("emailNewsletters")
    .values({
      tenantId,
      id: newsletterId,
      subject,
      previewText: preview,
      bodyText: body,
      audience: "all",
      status: "sent",
      sentAt: moment(-15),
      recipientCount: readers,
      delivered: Math.round(readers * 0.985),
      opened: Math.round(readers * 0.43),
      clicked: Math.round(readers * 0.06),
      bounced: Math.round(readers * 0.015),
      unsubscribed: 9,
      version: 1,
      contentHash: sha256(body),
    })
    .execute();
  const payload = JSON.stringify({ headlines: plan.ad.headlines, descriptions: plan.ad.descriptions });
  await tx
    .insertInto("adCopies")
    .values({
      tenantId,
      id: newId("adCopy"),
      platform: "google_ads",
      name: plan.ad.name,
      finalUrl: plan.ad.url,
      payload,
      status: "approved",
      version: 1,
      contentHash: sha256(payload),
    })
    .execute();
  await plantMemories(tx, tenantId, plan, { page: pageId, newsletter: newsletterId });
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
