import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { ChannelError } from "#platform/channel/types.ts";
import type { Tx } from "#platform/db.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { houseOf } from "#platform/oauth/houses.ts";
import { revoke, type Tokens } from "#platform/oauth/tokens.ts";
import { type ChannelStatus, type ChannelVerb, channelMachine } from "#schema/channel.ts";
import { SignInType } from "#schema/connect.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { takeUp } from "./connection.ts";
import { opened } from "./secret.ts";

const giveUpMs = 24 * 3_600_000;

/** Rests a channel: nothing is read from it and nothing goes out to it. */
export async function pause(id: string): Promise<void> {
  await change(id, "pause", "channel.paused");
}

/** Lets a channel go on that rested; what waited for it goes out. */
export async function resume(id: string): Promise<void> {
  await change(id, "resume", "channel.resumed", (tx, type) => takeUp(tx, id, type));
}

/** Ends a connection. Its history stays; its token is given back to the provider and deleted within a minute. */
export async function disconnect(id: string): Promise<void> {
  await change(id, "disconnect", "channel.disconnected");
}

async function change(
  id: string,
  verb: ChannelVerb,
  action: "channel.paused" | "channel.resumed" | "channel.disconnected",
  then: (tx: Tx, type: string) => Promise<void> = async () => undefined,
): Promise<void> {
  require("channel.connect", "connect channels");
  await transaction(async (tx) => {
    const row = await tx
      .selectFrom("connectedChannels")
      .select(["name", "type", "status"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("type", "!=", "website")
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound("Channel", id);
    const status = after(channelMachine, row.status as ChannelStatus, verb, row.name);
    await tx
      .updateTable("connectedChannels")
      .set({ status, lostAt: null, toldAt: null, updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit(
      action,
      { type: "channel", id, label: row.name },
      { before: { status: row.status }, after: { status } },
    );
    await Effect.live("settings:updated", { keys: ["channels"] });
    await then(tx, row.type);
  });
}

/**
 * Gives back and deletes the tokens of channels of the tenant at work that were disconnected. Where the provider would end
 * everything that the same person granted us, and something of theirs is still connected anywhere, the token is only deleted.
 */
export async function letGo(now: Date): Promise<void> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("channelCredentials as k")
      .innerJoin("connectedChannels as c", (join) =>
        join.onRef("c.tenantId", "=", "k.tenantId").onRef("c.id", "=", "k.channelId"),
      )
      .select(["k.id", "k.tokenInfoCipher", "k.grantor", "c.type", "c.id as channelId", "c.updatedAt"])
      .where("k.tenantId", "=", tenant())
      .where("c.status", "=", "disconnected")
      .execute(),
  );
  for (const row of rows) {
    try {
      await giveBack(row);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      log.warn({ channelId: row.channelId, error: error.message }, "a token could not be given back");
      if (now.getTime() - row.updatedAt.getTime() < giveUpMs) continue;
    }
    await transaction((tx) =>
      tx.deleteFrom("channelCredentials").where("tenantId", "=", tenant()).where("id", "=", row.id).execute(),
    );
  }
}

interface Ended {
  id: string;
  tokenInfoCipher: string;
  grantor: string | null;
  type: string;
}

async function giveBack({ id, tokenInfoCipher, grantor, type: given }: Ended): Promise<void> {
  const type = SignInType.safeParse(given).data;
  if (!type) return;
  if (houseOf(type).revokesAll && (grantor === null || (await grantsMore(id, grantor)))) return;
  let tokens: Tokens;
  try {
    tokens = opened(id, tokenInfoCipher) as Tokens;
  } catch {
    return;
  }
  await revoke(type, tokens);
}

async function grantsMore(id: string, grantor: string): Promise<boolean> {
  const other = await asPlatform((tx) =>
    tx
      .selectFrom("channelCredentials as k")
      .innerJoin("connectedChannels as c", (join) =>
        join.onRef("c.tenantId", "=", "k.tenantId").onRef("c.id", "=", "k.channelId"),
      )
      .select("k.id")
      .where("k.grantor", "=", grantor)
      .where("k.id", "!=", id)
      .where("c.status", "!=", "disconnected")
      .limit(1)
      .executeTakeFirst(),
  );
  return other !== undefined;
}
