import { Busy } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { ChannelError } from "#platform/channel/types.ts";
import { sql, transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { newestPrefix } from "#platform/secrets.ts";
import { remindDays, renewEarlyHours } from "#schema/connect.ts";
import { lose, renewAhead } from "./access.ts";
import { opened, type Secret, sealed } from "./secret.ts";

const dayMs = 24 * 3_600_000;
const againMs = 10 * 60_000;
/** Kinds of account whose tokens live for weeks; those of the others are renewed when they are used. */
export const longLived = ["instagram", "meta_ads", "linkedin", "linkedin_ads"] as const;

/** What connections of the tenant at work need from time to time: tokens renewed and re-encrypted, and people reminded. */
export async function upkeep(now: Date): Promise<void> {
  await renewDue(now);
  await reseal(now);
  await remind(now);
}

async function renewDue(now: Date): Promise<void> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("channelCredentials as k")
      .innerJoin("connectedChannels as c", (join) =>
        join.onRef("c.tenantId", "=", "k.tenantId").onRef("c.id", "=", "k.channelId"),
      )
      .select(["c.id", "k.id as secretId"])
      .where("k.tenantId", "=", tenant())
      .where("c.type", "in", longLived)
      .where("c.status", "in", ["connected", "paused"])
      .where("k.expiresAt", "<", new Date(now.getTime() + renewEarlyHours * 3_600_000))
      .where((eb) => eb.or([eb("k.renewingUntil", "is", null), eb("k.renewingUntil", "<", now)]))
      .execute(),
  );
  for (const { id, secretId } of rows) {
    try {
      await renewAhead(id);
    } catch (error) {
      if (!(error instanceof ChannelError || error instanceof Busy)) throw error;
      log.warn({ channelId: id, error: error.message }, "a token could not be renewed");
    }
    // A house that does not answer, or a token that cannot be renewed before its end, is not asked every minute.
    await transaction((tx) =>
      tx
        .updateTable("channelCredentials")
        .set({ renewingUntil: new Date(now.getTime() + againMs) })
        .where("tenantId", "=", tenant())
        .where("id", "=", secretId)
        .where("expiresAt", "<", new Date(now.getTime() + renewEarlyHours * 3_600_000))
        .execute(),
    );
  }
}

// What an older key encrypted is encrypted with the newest, so that the older one can be taken out of use.
async function reseal(now: Date): Promise<void> {
  await transaction(async (tx) => {
    const rows = await tx
      .selectFrom("channelCredentials")
      .select(["id", "channelId", "tokenInfoCipher"])
      .where("tenantId", "=", tenant())
      .where((eb) => eb.or([eb("renewingUntil", "is", null), eb("renewingUntil", "<", now)]))
      .where(sql<boolean>`not starts_with(token_info_cipher, ${newestPrefix()})`)
      .forUpdate()
      .execute();
    for (const { id, channelId, tokenInfoCipher } of rows) {
      let secret: Secret;
      try {
        secret = opened(id, tokenInfoCipher);
      } catch {
        await lose(tx, channelId);
        continue;
      }
      await tx
        .updateTable("channelCredentials")
        .set({ tokenInfoCipher: sealed(id, secret).tokenInfoCipher })
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .execute();
    }
  });
}

async function remind(now: Date): Promise<void> {
  await transaction(async (tx) => {
    const rows = await tx
      .updateTable("connectedChannels")
      .set({ toldAt: now })
      .where("tenantId", "=", tenant())
      .where("status", "=", "needs_reconnect")
      .where("deletedAt", "is", null)
      .where("lostAt", ">", new Date(now.getTime() - remindDays * dayMs))
      .where("toldAt", "<", new Date(now.getTime() - dayMs))
      .returning(["id", "name"])
      .execute();
    for (const { id, name } of rows)
      await Effect.notify("channel.disconnected", { type: "channel", id }, { channel: name });
  });
}
