import { Fatal } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { Words } from "./render.ts";
import { renderText } from "./render.ts";

/** Puts one queued notification into the person's portal, once, and says so live. */
export async function deliverWeb(deliveryId: string): Promise<void> {
  await transaction(async (tx) => {
    const row = await tx
      .selectFrom("notificationDeliveries as d")
      .innerJoin("tenants as t", "t.id", "d.tenantId")
      .selectAll("d")
      .select(["t.name as tenantName", "t.locale"])
      .where("d.tenantId", "=", tenant())
      .where("d.id", "=", deliveryId)
      .where("d.channel", "=", "web")
      .forUpdate("d")
      .executeTakeFirst();
    if (!row?.userId) throw new Fatal("unknown_delivery", `The notification ${deliveryId} does not exist.`);
    if (row.status !== "queued") return;
    const { event, userId, risk } = row;
    const text = await textFor(tx, event, row.locale);
    if (!text) return settle(tx, deliveryId, { status: "failed", reason: "template_missing" });
    const words = { ...(row.data as Words), tenantName: row.tenantName };
    const title = renderText(text.title, words).slice(0, 200);
    const id = newId("notification");
    await tx
      .insertInto("notifications")
      .values({
        tenantId: tenant(),
        id,
        userId,
        event,
        title,
        body: renderText(text.body, words).slice(0, 1_000),
        link: row.link,
        subjectType: row.subjectType,
        subjectId: row.subjectId,
        risk,
      })
      .execute();
    await settle(tx, deliveryId, { status: "sent", sentAt: new Date(), notificationId: id });
    await Effect.live("notification:new", { id, userId, event, title, risk });
  });
}

async function textFor(tx: Tx, event: string, locale: string) {
  const wanted = [locale, locale.slice(0, 2), "en"];
  const rows = await tx
    .selectFrom("channelTexts")
    .select(["locale", "title", "body"])
    .where("event", "=", event)
    .where("channel", "=", "web")
    .where("locale", "in", wanted)
    .execute();
  return wanted.map((name) => rows.find((row) => row.locale === name)).find((row) => row !== undefined);
}

async function settle(
  tx: Tx,
  id: string,
  set: { status: "sent" | "failed"; reason?: "template_missing"; sentAt?: Date; notificationId?: string },
): Promise<void> {
  await tx
    .updateTable("notificationDeliveries")
    .set({ ...set, attempts: 1, finalAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}
