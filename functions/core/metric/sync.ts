import { Busy } from "#core/busy.ts";
import { withAccess } from "#core/channel/access.ts";
import * as Effect from "#core/effect/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { type Reading, readNumbers } from "#platform/channel/numbers/index.ts";
import { ChannelError, type ChannelErrorCode } from "#platform/channel/types.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { againDays, dimensionMax, firstDays, MeasuredType, SyncErrorCode, syncHours } from "#schema/metric.ts";
import { dayAfter, lastDays } from "./read.ts";

const rowsAtOnce = 2_000;
const patienceMs = 60_000;

interface Source {
  id: string;
  type: MeasuredType;
  name: string;
  status: string;
  lastSyncAt: Date | null;
  failedSyncs: number;
  accountId: string;
  managerId: string | undefined;
}

/** Orders that the numbers of a channel be read now. @throws channel.channel_disconnected while the channel cannot be read */
export async function request(channelId: string): Promise<void> {
  require("channel.connect", "read the numbers of channels");
  await transaction(async (tx) => {
    const source = await sourceOf(tx, channelId);
    if (source.status !== "connected")
      throw new AppError("channel.channel_disconnected", `${source.name} is not connected. Connect it again first.`);
    await Effect.job("channel__sync", { channelId });
  });
}

/** Orders the daily look at every channel whose numbers are older than that. */
export async function orderDue(now: Date): Promise<void> {
  await transaction(async (tx) => {
    const rows = await tx
      .selectFrom("connectedChannels")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("type", "in", MeasuredType.options)
      .where("status", "=", "connected")
      .where("deletedAt", "is", null)
      .where((eb) =>
        eb.or([eb("lastSyncAt", "is", null), eb("lastSyncAt", "<", new Date(now.getTime() - syncHours * 3_600_000))]),
      )
      .execute();
    for (const { id: channelId } of rows) await Effect.job("channel__sync", { channelId }, { priority: 10 });
  });
}

/**
 * Reads the numbers of a channel and keeps them by day; a day that is read again is corrected. A refused account has to be
 * connected anew. @returns false for a website, whose pages are read by crawls
 * @throws Busy when the provider asks for patience; ChannelError for what another try may mend
 */
export async function collect(channelId: string): Promise<boolean> {
  const source = await transaction(async (tx) =>
    (await isWebsite(tx, channelId)) ? null : await sourceOf(tx, channelId),
  );
  if (!source) return false;
  if (source.status !== "connected") return true;
  const { to } = lastDays(1);
  const from = source.lastSyncAt
    ? dayAfter(source.lastSyncAt.toISOString().slice(0, 10), -againDays)
    : dayAfter(to, -firstDays + 1);
  try {
    const found = await withAccess(channelId, (accessToken) =>
      readNumbers(source.type, { id: source.accountId, accessToken, managerId: source.managerId }, { from, to }),
    );
    await keep(channelId, found);
    await transaction((tx) => settle(tx, source, null));
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    await transaction((tx) => settle(tx, source, error.code));
    if (error.code === "rate_limited") throw new Busy(error.message, patienceMs);
    if (error.code === "provider_down") throw error;
  }
  return true;
}

async function isWebsite(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom("connectedChannels")
    .select("type")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.type === "website";
}

async function keep(channelId: string, found: readonly Reading[]): Promise<void> {
  const rows = new Map(
    found.map(({ on, metric, dimension, value }) => {
      const part = dimension.slice(0, dimensionMax);
      const row = { tenantId: tenant(), channelId, metricOn: on, metric, dimension: part, value };
      return [`${on} ${metric} ${part}`, row];
    }),
  );
  const all = [...rows.values()];
  for (let at = 0; at < all.length; at += rowsAtOnce)
    await transaction((tx) =>
      tx
        .insertInto("channelMetrics")
        .values(all.slice(at, at + rowsAtOnce))
        .onConflict((conflict) =>
          conflict
            .columns(["tenantId", "channelId", "metric", "dimension", "metricOn"])
            .doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
        )
        .execute(),
    );
}

async function settle(tx: Tx, source: Source, failed: ChannelErrorCode | null): Promise<void> {
  const code = failed === null ? null : (SyncErrorCode.safeParse(failed).data ?? "other");
  await tx
    .updateTable("connectedChannels")
    .set({
      syncErrorCode: code,
      failedSyncs: code ? source.failedSyncs + 1 : 0,
      ...(code ? {} : { lastSyncAt: new Date() }),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", source.id)
    .execute();
  const subject = { type: "channel", id: source.id, label: source.name };
  if (code === null && source.lastSyncAt === null)
    await Effect.audit("channel.synced", subject, { after: { type: source.type } });
  await Effect.live("settings:updated", { keys: ["channels"] });
}

async function sourceOf(tx: Tx, channelId: string): Promise<Source> {
  const row = await tx
    .selectFrom("connectedChannels")
    .select(["id", "type", "name", "status", "lastSyncAt", "failedSyncs", "subChannelInfo"])
    .where("tenantId", "=", tenant())
    .where("id", "=", channelId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  const type = MeasuredType.safeParse(row?.type);
  if (!row || !type.success) throw notFound("Channel", channelId);
  const { subChannelInfo, ...rest } = row;
  const { id: accountId = "", metadata } = subChannelInfo as { id?: string; metadata?: { managerId?: string } };
  return { ...rest, type: type.data, accountId, managerId: metadata?.managerId };
}
