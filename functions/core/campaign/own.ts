import canonicalize from "canonicalize";
import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { CampaignGoal, CampaignStatus, CampaignType, CampaignVerb } from "#schema/campaign.ts";
import { campaignMachine } from "#schema/campaign.ts";
import type { CampaignBrief, CampaignChannel } from "#schema/campaign-plan.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";

/** A campaign as its verbs need it. */
export interface Own {
  id: string;
  type: z.infer<typeof CampaignType>;
  name: string;
  goal: z.infer<typeof CampaignGoal>;
  status: CampaignStatus;
  channels: CampaignChannel[];
  budgetMinor: number | null;
  currency: string | null;
  startsOn: string | null;
  endsOn: string | null;
  notes: string | null;
  brief: CampaignBrief | null;
  autoPilot: boolean;
  version: number;
}

/** A campaign of the tenant at work. `lock` keeps others from changing it meanwhile. */
export async function own(tx: Tx, id: string, lock = true): Promise<Own> {
  const query = tx
    .selectFrom("campaigns")
    .select(["id", "type", "name", "goal", "status", "channels", "budgetMinor", "currency", "startsOn", "endsOn"])
    .select(["notes", "brief", "autoPilot", "version"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound("Campaign", id);
  const budgetMinor = row.budgetMinor === null ? null : Number(row.budgetMinor);
  return { ...row, budgetMinor } as unknown as Own;
}

/** As `own`, of a campaign that is planned as a whole: one of e-mails to site owners is decided mail by mail. */
export async function planned(tx: Tx, id: string, lock = true): Promise<Own> {
  const row = await own(tx, id, lock);
  if (row.type === "email_outreach")
    throw new AppError("request.illegal_transition", "This campaign is decided e-mail by e-mail.");
  return row;
}

/** Whom a campaign addresses, in the order in which it was said. */
export async function audiencesOf(tx: Tx, campaignId: string) {
  return tx
    .selectFrom("campaignAudiences")
    .select(["id", "name", "description", "definition", "source"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
}

/** What a campaign sends to one person, in order. */
export async function messagesOf(tx: Tx, campaignId: string) {
  return tx
    .selectFrom("campaignMessages")
    .select(["id", "channel", "delayHours", "subject", "body"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .orderBy("stepOrder")
    .execute();
}

/** What its platforms have charged for a campaign as far as that was read, in the smallest unit of its currency. */
export async function spentOf(tx: Tx, campaignId: string): Promise<number> {
  const { spentMinor } = await tx
    .selectFrom("campaigns")
    .select("spentMinor")
    .where("tenantId", "=", tenant())
    .where("id", "=", campaignId)
    .executeTakeFirstOrThrow();
  return Number(spentMinor ?? 0);
}

/** The hash of everything that is decided with a campaign. */
export async function hashOf(tx: Tx, row: Own): Promise<string> {
  const { id: _, status: __, autoPilot: ___, notes: ____, ...said } = row;
  const audiences = (await audiencesOf(tx, row.id)).map(({ name, description, definition }) => ({
    ...{ name, description, definition },
  }));
  const messages = (await messagesOf(tx, row.id)).map(({ id: _id, ...message }) => message);
  return sha256(canonicalize({ ...said, audiences, messages }) ?? "");
}

/** Moves a campaign by a verb of its machine. */
export async function move(tx: Tx, row: Own, verb: CampaignVerb, values: Record<string, unknown> = {}): Promise<Own> {
  const status = after(campaignMachine, row.status, verb, `"${row.name}"`);
  await set(tx, row.id, { status, ...values });
  await changed({ ...row, status });
  return { ...row, status };
}

/** Sets columns of a campaign. */
export async function set(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("campaigns").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

/** Tells screens that a campaign changed. */
export async function changed({ id, status, version }: Pick<Own, "id" | "status" | "version">): Promise<void> {
  await Effect.live("content:updated", { kind: "campaign", id, status, version });
}

/** What an entry of the log is about. */
export function subject({ id, name }: Pick<Own, "id" | "name">) {
  return { type: "campaign", id, label: name };
}
