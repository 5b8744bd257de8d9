import type { DemoReach } from "#localstack/demo/reach/shape.ts";
import { provide } from "#platform/actor.ts";
import { asPlatform, type Tx, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { plantCampaign } from "./campaigns.ts";
import { date, moment } from "./days.ts";
import { plantPeople } from "./people.ts";
import { plantReviews } from "./reviews.ts";
import { plantAudits, plantLinks } from "./site.ts";
import { plantVisibility } from "./visibility.ts";

/** Gives a demo client campaigns, reviews, answers of assistants, leads, links, audits and a conversation. Once. */
export async function seedReach(plan: DemoReach): Promise<void> {
  const tenant = await asPlatform((tx) =>
    tx.selectFrom("tenants").select(["id", "currency"]).where("slug", "=", plan.slug).executeTakeFirstOrThrow(),
  );
  await provide({ kind: "system", tenantId: tenant.id, name: "seed" }, { door: "seed", requestId: "seed" }, () =>
    transaction(async (tx) => {
      const known = await tx.selectFrom("reviews").select("id").where("tenantId", "=", tenant.id).executeTakeFirst();
      if (known) return;
      for (const campaign of plan.campaigns.toReversed()) await plantCampaign(tx, tenant, campaign);
      await plantReviews(tx, tenant.id, plan);
      await plantVisibility(tx, tenant.id, plan);
      await plantLeads(tx, tenant.id, plan, await plantPeople(tx, tenant.id, plan));
      await plantLinks(tx, tenant.id, plan);
      await plantAudits(tx, tenant.id, plan);
      await plantBusinessPosts(tx, tenant.id, plan);
      await plantChat(tx, tenant.id, plan);
    }),
  );
}

async function plantLeads(
  tx: Tx,
  tenantId: string,
  { leads }: DemoReach,
  contactOf: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { day, ...lead } of leads) {
    const [id, at] = [newId("lead"), moment(day)];
    await tx
      .insertInto("leads")
      .values({
        ...{ tenantId, id, contactId: contactOf.get(lead.email ?? "") ?? null },
        ...{ ...lead, lastActivityAt: at, statusChangedAt: at },
        ...(lead.status === "disqualified" ? { disqualificationReason: "not_a_fit" } : {}),
        ...(lead.status === "qualified" ? { qualifiedAt: at } : {}),
      })
      .execute();
    await tx
      .insertInto("leadActivities")
      .values({
        ...{ tenantId, id: newId("leadActivity"), leadId: id, type: "form_submitted", actor: "system:seed" },
        ...{ description: "Wrote to you", occurredAt: at },
      })
      .execute();
  }
}

async function plantBusinessPosts(tx: Tx, tenantId: string, { business }: DemoReach): Promise<void> {
  for (const { postType, body, day, isOut, url } of business)
    await tx
      .insertInto("gbpPosts")
      .values({
        ...{ tenantId, id: newId("gbpPost"), postType, bodyText: body, version: 1, contentHash: sha256(body) },
        ...{ ctaType: isOut ? "learn-more" : "book", ctaUrl: url, status: isOut ? "published" : "approved" },
        ...(isOut ? { publishedAt: moment(day), publishedUrl: url, dmApprovedAt: moment(day - 1) } : {}),
        ...(postType === "offer"
          ? {
              offer: JSON.stringify({
                title: "Quay School",
                discount: "two for one",
                startDate: date(day),
                endDate: date(day + 28),
              }),
            }
          : {}),
      })
      .execute();
}

async function plantChat(tx: Tx, tenantId: string, { chat }: DemoReach): Promise<void> {
  const user = await asPlatform((all) =>
    all.selectFrom("users").select("id").where("email", "=", chat.of).executeTakeFirstOrThrow(),
  );
  const id = newId("chatThread");
  await tx
    .insertInto("chatThreads")
    .values({
      ...{ tenantId, id, userId: user.id, portal: "dashboard", mode: "analyst", title: chat.title },
      lastMessageAt: moment(-0.1),
    })
    .execute();
  const messages = [
    { role: "user", body: chat.question },
    { role: "agent", body: chat.answer },
  ];
  for (const message of messages)
    await tx
      .insertInto("chatMessages")
      .values({ tenantId, id: newId("chatMessage"), chatThreadId: id, status: "done", ...message })
      .execute();
}
