import { begin as beginCrm } from "#core/crm/sync.ts";
import * as Effect from "#core/effect/index.ts";
import { begin as beginInsight } from "#core/insight/order.ts";
import { order } from "#core/publish/evidence.ts";
import { current, reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import { type ChannelStatus, channelMachine } from "#schema/channel.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { insightAgentOf } from "#schema/insight.ts";
import { after } from "#schema/machine.ts";
import { MeasuredType } from "#schema/metric.ts";
import { plans } from "#schema/plans.ts";
import type { PublishedType } from "#schema/publish.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { opened, type Secret, sealed } from "./secret.ts";

/** An account that somebody proved to be allowed to use. */
export interface Connection {
  type: string;
  name: string;
  url?: string;
  account: { id: string; account: string; metadata?: Record<string, string> };
  settings?: object;
  secret: Secret;
  scopes?: readonly string[];
  grantor?: string | null;
  /** The channel that is connected again; without it a connected account is a mistake, unless `renews`. */
  channelId?: string | undefined;
  /** Whoever brings a token of a connected account means to change it. */
  renews?: true;
}

/**
 * Keeps a connection, its secret encrypted and apart, and sets to work what a connection is for: a new one is read for the first
 * time, one that comes back takes up what waited for it. @returns the channel's id
 * @throws plan.plan_limit; channel.already_connected
 */
export async function connect(tx: Tx, given: Connection): Promise<string> {
  await oneAtATime(tx);
  const { type, name, account } = given;
  const known = await tx
    .selectFrom("connectedChannels")
    .select(["id", "name", "status"])
    .where("tenantId", "=", tenant())
    .where("type", "=", type)
    .where(sql`sub_channel_info ->> 'id'`, "=", account.id)
    .where("status", "!=", "disconnected")
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (known) {
    if (given.renews && known.status === "connected" && (await hasSame(tx, known.id, given.secret))) return known.id;
    if (known.status === "connected" && !given.renews && given.channelId !== known.id)
      throw new AppError("channel.already_connected", `${known.name} is connected already.`);
    return comeBack(tx, known, given);
  }
  await demandRoom(tx, type);
  const id = newId("channel");
  await tx
    .insertInto("connectedChannels")
    .values({
      ...{ tenantId: tenant(), id, type, name, url: given.url ?? null, status: "connected", connectedAt: new Date() },
      ...{ subChannelInfo: JSON.stringify(account), settings: JSON.stringify(given.settings ?? {}) },
      ...{ scopes: [...(given.scopes ?? [])], connectedBy: userId(), createdBy: reference() },
    })
    .execute();
  await keepSecret(tx, id, given);
  await Effect.audit(
    "channel.connected",
    { type: "channel", id, label: name },
    { after: { type, account: account.id } },
  );
  const agent = insightAgentOf[type];
  if (agent && MeasuredType.safeParse(type).success) await beginInsight(tx, { id, name }, agent, "last_6_months");
  if (type === "google_analytics") await beginInsight(tx, { id, name }, "landing-page-insights", "last_6_months");
  if (type === "hubspot") await beginCrm(tx, id, "full", "high");
  await read(id, type);
  return id;
}

async function comeBack(
  tx: Tx,
  known: { id: string; name: string; status: string },
  given: Connection,
): Promise<string> {
  const status = after(channelMachine, known.status as ChannelStatus, "reconnect", known.name);
  await keepSecret(tx, known.id, given);
  await tx
    .updateTable("connectedChannels")
    .set({
      ...{ status, syncErrorCode: null, failedSyncs: 0, lostAt: null, toldAt: null },
      ...{ connectedAt: new Date(), connectedBy: userId(), updatedBy: reference() },
      ...(given.scopes ? { scopes: [...given.scopes] } : {}),
      ...(given.settings ? { settings: sql`settings || ${JSON.stringify(given.settings)}::jsonb` } : {}),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", known.id)
    .execute();
  await Effect.audit(
    "channel.reauthorised",
    { type: "channel", id: known.id, label: known.name },
    { before: { status: known.status }, after: { status, type: given.type } },
  );
  await takeUp(tx, known.id, given.type);
  return known.id;
}

/** What waited for a channel goes on at once. */
export async function takeUp(tx: Tx, channelId: string, type: string): Promise<void> {
  const waiting = await tx
    .selectFrom("publishAttempts")
    .select(["id", "subjectType", "publishAt"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("status", "=", "prepared")
    .orderBy("publishAt")
    .execute();
  for (const { id, subjectType, publishAt } of waiting)
    await order({ id, subjectType: subjectType as PublishedType }, "post", { at: publishAt, priority: 3 });
  if (type === "hubspot") await beginCrm(tx, channelId, "delta", "high");
  await read(channelId, type);
}

async function read(channelId: string, type: string): Promise<void> {
  if (MeasuredType.safeParse(type).success) await Effect.job("channel__sync", { channelId });
  await Effect.live("settings:updated", { keys: ["channels"] });
}

async function keepSecret(tx: Tx, channelId: string, { secret, grantor = null }: Connection): Promise<void> {
  const known = await tx
    .selectFrom("channelCredentials")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .executeTakeFirst();
  const id = known?.id ?? newId("channelCredential");
  const values = { ...sealed(id, secret), grantor, refreshedAt: new Date(), renewingUntil: null };
  await tx
    .insertInto("channelCredentials")
    .values({ tenantId: tenant(), id, channelId, ...values })
    .onConflict((conflict) => conflict.columns(["tenantId", "channelId"]).doUpdateSet(values))
    .execute();
}

async function hasSame(tx: Tx, channelId: string, secret: object): Promise<boolean> {
  const row = await tx
    .selectFrom("channelCredentials")
    .select(["id", "tokenInfoCipher"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .executeTakeFirst();
  try {
    return row !== undefined && JSON.stringify(opened(row.id, row.tokenInfoCipher)) === JSON.stringify(secret);
  } catch {
    return false;
  }
}

/** Refuses what the client's plan does not hold. @throws plan.plan_limit */
export async function demandRoom(tx: Tx, type: string): Promise<void> {
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const master = await tx
    .selectFrom("channelMasters")
    .select(["name", "minPlan"])
    .where("type", "=", type)
    .where("active", "=", true)
    .executeTakeFirst();
  if (!master || !reaches(plan as Plan, master.minPlan as Plan))
    throw new AppError(
      "plan.plan_limit",
      `${master?.name ?? "This channel"} comes with a larger plan. Change the plan first.`,
    );
  const { channels } = plans[plan as Plan];
  if (channels !== null && (await taken(tx)) >= channels)
    throw new AppError(
      "plan.plan_limit",
      `The plan has room for ${channels} channels. Change the plan, or disconnect one.`,
    );
}

/** How many channels count for the plan. */
export async function taken(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom("connectedChannels")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("type", "!=", "website")
    .where("status", "!=", "disconnected")
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

// Two at once would both see room for one, and the same account as new.
async function oneAtATime(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`connect ${tenant()}`}, 0))`.execute(tx);
}

function userId(): string | null {
  const actor = current();
  return actor.kind === "user" || actor.kind === "reviewer" ? actor.userId : null;
}
