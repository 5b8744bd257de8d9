import { Fatal } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Risk } from "#schema/approval.ts";
import { newId } from "#schema/ids.ts";
import { NotificationEvent, notificationEvents } from "#schema/notification.ts";
import type { Payload } from "#schema/queues.ts";
import { passesDevFilter } from "./dev-filter.ts";
import { linkOf } from "./links.ts";
import type { Recipient } from "./people.ts";
import { audience } from "./people.ts";
import type { Told } from "./subject.ts";
import { tell } from "./subject.ts";

type Channel = "web" | "email";
type Reason = "no_access" | "risk_too_low" | "no_address" | "duplicate" | "dev_filter";

const onceMs = 24 * 3_600_000;

/** One event on its way to people. */
interface Routing {
  told: Told;
  risk: Risk;
  outboxId: string;
  alarm: boolean;
  /** `userId|channel` of those who were told the same within the last day. */
  toldBefore: ReadonlySet<string>;
}

/**
 * Decides who is told about an event and how. Each person and channel considered gets one row in the ledger, with the reason when
 * nothing is sent; the rest is ordered. Routing the same event again changes nothing.
 */
export async function route(input: Payload<"notifications__route">): Promise<void> {
  const event = NotificationEvent.safeParse(input.event).data;
  if (!event) throw new Fatal("unknown_event", `Nobody is set to be told about ${input.event}.`);
  await transaction(async (tx) => {
    const told = await tell(tx, event, input);
    const { people, alarm } = await audience(tx, told);
    const risk = alarm ? "high" : (notificationEvents[event].risk ?? input.risk ?? "medium");
    const toldBefore = await before(tx, event, input);
    const routing: Routing = { told, risk, outboxId: input.outboxId, alarm, toldBefore };
    for (const person of people) {
      for (const channel of alarm ? (["web"] as const) : (["web", "email"] as const)) {
        await consider(tx, routing, person, channel, { type: input.subjectType, id: input.subjectId });
      }
    }
  });
}

async function consider(
  tx: Tx,
  routing: Routing,
  person: Recipient,
  channel: Channel,
  subject: { type: string; id: string },
): Promise<void> {
  const { told, risk, outboxId } = routing;
  const reason = against(routing, person, channel);
  const path = linkOf(told, person.side, tenant());
  const id = newId("delivery");
  const made = await tx
    .insertInto("notificationDeliveries")
    .values({
      tenantId: tenant(),
      id,
      event: told.event,
      userId: person.userId,
      address: channel === "email" ? person.email : "portal",
      channel,
      templateSlug: channel === "email" ? notificationEvents[told.event].mail : told.event,
      status: reason ? "skipped" : "queued",
      reason,
      risk,
      dedupeKey: sha256([outboxId, person.userId, channel].join("|")),
      data: JSON.stringify(wordsFor(routing, person)),
      link: channel === "email" ? `${config(person.side === "agency" ? "DM_URL" : "DASHBOARD_URL")}${path}` : path,
      subjectType: subject.type,
      subjectId: subject.id,
      finalAt: reason ? new Date() : null,
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "dedupeKey"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made && !reason) await Effect.job(`notifications__${channel}`, { deliveryId: id });
}

function against({ told, risk, toldBefore }: Routing, person: Recipient, channel: Channel): Reason | null {
  if (!person.isActive) return "no_access";
  if (channel === "email" && risk === "low" && !mailsAtLowRisk(told, person)) return "risk_too_low";
  if (channel === "email" && person.email === "") return "no_address";
  if (toldBefore.has(`${person.userId}|${channel}`)) return "duplicate";
  return channel === "email" && !passesDevFilter(person.email) ? "dev_filter" : null;
}

function mailsAtLowRisk(told: Told, person: Recipient): boolean {
  if (told.event === "content.published") return true;
  return told.event === "approval.decided" && person.userId === told.author;
}

function wordsFor({ told, alarm }: Routing, person: Recipient): Record<string, string> {
  const { note } = told;
  return {
    ...told.words,
    firstName: person.firstName,
    ...(note && (note.forClient || person.side === "agency") ? { note: note.text } : {}),
    ...(alarm ? { alarm: "yes" } : {}),
  };
}

async function before(
  tx: Tx,
  event: NotificationEvent,
  subject: { subjectType: string; subjectId: string },
): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("notificationDeliveries")
    .select(["userId", "channel"])
    .where("tenantId", "=", tenant())
    .where("event", "=", event)
    .where("subjectType", "=", subject.subjectType)
    .where("subjectId", "=", subject.subjectId)
    .where("status", "!=", "skipped")
    .where("createdAt", ">", new Date(Date.now() - onceMs))
    .execute();
  return new Set(rows.map((row) => `${row.userId}|${row.channel}`));
}
