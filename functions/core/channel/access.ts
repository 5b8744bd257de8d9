import { Busy } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { ChannelError } from "#platform/channel/types.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { isOver, isRenewable, renewedTokens, type Tokens } from "#platform/oauth/tokens.ts";
import { channelMachine } from "#schema/channel.ts";
import { renewEarlyMinutes, SignInType } from "#schema/connect.ts";
import { sources } from "#schema/machine.ts";
import { opened, sealed } from "./secret.ts";

const earlyMs = renewEarlyMinutes * 60_000;
const renewingMs = 30_000;
const patienceMs = 2_000;

/** A connected account whose number at its provider is known. */
export interface SignedIn {
  id: string;
  type: string;
  name: string;
  /** What the account is called at its provider. */
  externalId: string;
  /** Google Ads account through which this one is managed. */
  managerId: string | undefined;
}

/** The connected accounts of a type that have a token, oldest first. */
export async function signedIn(tx: Tx, type: string): Promise<SignedIn[]> {
  const rows = await tx
    .selectFrom("connectedChannels as c")
    .innerJoin("channelCredentials as k", (join) =>
      join.onRef("k.tenantId", "=", "c.tenantId").onRef("k.channelId", "=", "c.id"),
    )
    .select(["c.id", "c.type", "c.name", "c.subChannelInfo"])
    .where("c.tenantId", "=", tenant())
    .where("c.type", "=", type)
    .where("c.status", "=", "connected")
    .where("c.deletedAt", "is", null)
    .orderBy("c.id")
    .execute();
  return rows.flatMap(({ subChannelInfo, ...row }) => {
    const { id: externalId, metadata } = subChannelInfo as { id?: string; metadata?: { managerId?: string } };
    return externalId ? [{ ...row, externalId, managerId: metadata?.managerId }] : [];
  });
}

/**
 * Does something with the token of an account. One that is refused is renewed and tried once more; after that a person has to
 * connect the account again. Not inside a transaction. @throws Busy while somebody else renews it; what `work` throws
 */
export async function withAccess<T>(channelId: string, work: (accessToken: string) => Promise<T>): Promise<T> {
  const token = await accessTo(channelId);
  try {
    return await work(token);
  } catch (error) {
    if (!isShut(error)) throw error;
  }
  const fresh = await renewed(channelId, token);
  try {
    return await work(fresh);
  } catch (error) {
    if (isShut(error)) await transaction((tx) => lose(tx, channelId));
    throw error;
  }
}

/** A token that is good for a while yet. @throws ChannelError `auth_expired` where there is none; Busy while it is renewed */
export async function accessTo(channelId: string): Promise<string> {
  const kept = await read(channelId);
  const { type, tokens } = kept;
  if (!type || !isOver(tokens, earlyMs)) return tokens.accessToken;
  if (!isRenewable(type, tokens) && !isOver(tokens)) return tokens.accessToken;
  return renew(channelId, kept, false);
}

/** Another token than the one that was refused. @throws ChannelError `auth_expired` where there is none; Busy while it is renewed */
export async function renewed(channelId: string, refused: string): Promise<string> {
  const kept = await read(channelId);
  if (kept.tokens.accessToken !== refused) return kept.tokens.accessToken;
  return renew(channelId, kept, true);
}

/** A long-lived token in time before its end. What another try may mend is left to the next turn. */
export async function renewAhead(channelId: string): Promise<void> {
  const kept = await read(channelId);
  if (kept.type && isRenewable(kept.type, kept.tokens)) await renew(channelId, kept, false);
  else if (isOver(kept.tokens)) await transaction((tx) => lose(tx, channelId));
}

/** The account no longer lets us in: what is due waits, and people are told to connect it again. */
export async function lose(tx: Tx, channelId: string): Promise<void> {
  const now = new Date();
  const row = await tx
    .updateTable("connectedChannels")
    .set({ status: "needs_reconnect", lostAt: now, toldAt: now })
    .where("tenantId", "=", tenant())
    .where("id", "=", channelId)
    .where("status", "in", sources(channelMachine, "lose"))
    .returning("name")
    .executeTakeFirst();
  if (!row) return;
  const after = { status: "needs_reconnect" };
  await Effect.audit("channel.needs_reconnect", { type: "channel", id: channelId, label: row.name }, { after });
  await Effect.notify("channel.disconnected", { type: "channel", id: channelId }, { channel: row.name });
  await Effect.live("settings:updated", { keys: ["channels"] });
}

/** What is kept of an account's secret, as it is. @throws ChannelError `auth_expired` where it cannot be read */
export async function secretOf<T>(channelId: string): Promise<T> {
  return (await read(channelId)).tokens as T;
}

interface Kept {
  id: string;
  /** Undefined for an account that nobody signs in to. */
  type: SignInType | undefined;
  cipher: string;
  tokens: Tokens;
}

async function read(channelId: string): Promise<Kept> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("channelCredentials as k")
      .innerJoin("connectedChannels as c", (join) =>
        join.onRef("c.tenantId", "=", "k.tenantId").onRef("c.id", "=", "k.channelId"),
      )
      .select(["k.id", "k.tokenInfoCipher", "c.type"])
      .where("k.tenantId", "=", tenant())
      .where("k.channelId", "=", channelId)
      .executeTakeFirst(),
  );
  if (!row) return shut(channelId, "There is no token of the account.");
  const { id, tokenInfoCipher: cipher } = row;
  const type = SignInType.safeParse(row.type).data;
  try {
    return { id, type, cipher, tokens: opened(id, cipher) as Tokens };
  } catch (error) {
    return shut(channelId, "The token of the account cannot be read any more.", error);
  }
}

async function shut(channelId: string, why: string, cause?: unknown): Promise<never> {
  await transaction((tx) => lose(tx, channelId));
  throw new ChannelError("auth_expired", why, cause);
}

async function renew(channelId: string, kept: Kept, isRefused: boolean): Promise<string> {
  const { type } = kept;
  if (!type || !isRenewable(type, kept.tokens)) return shut(channelId, "The account has to be connected again.");
  if (!(await hold(kept, renewingMs))) return ofAnother(channelId, kept, isRefused);
  try {
    const fresh = await renewedTokens(type, kept.tokens);
    await transaction((tx) => exchange(tx, kept, fresh));
    return fresh.accessToken;
  } catch (error) {
    if (isShut(error)) {
      await transaction((tx) => lose(tx, channelId));
      throw error;
    }
    await hold(kept, 0);
    if (!isRefused && !isOver(kept.tokens)) return kept.tokens.accessToken;
    throw error;
  }
}

// One at a time: a house may take the second of two renewals for theft, and end both.
async function hold({ id, cipher }: Kept, forMs: number): Promise<boolean> {
  const now = new Date();
  const taken = await transaction((tx) => {
    const update = tx
      .updateTable("channelCredentials")
      .set({ renewingUntil: forMs === 0 ? null : new Date(now.getTime() + forMs) })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("tokenInfoCipher", "=", cipher);
    const free = update.where((eb) => eb.or([eb("renewingUntil", "is", null), eb("renewingUntil", "<", now)]));
    return (forMs === 0 ? update : free).returning("id").executeTakeFirst();
  });
  return taken !== undefined;
}

async function ofAnother(channelId: string, kept: Kept, isRefused: boolean): Promise<string> {
  const now = await read(channelId);
  if (now.cipher !== kept.cipher || (!isRefused && !isOver(now.tokens))) return now.tokens.accessToken;
  throw new Busy("Somebody else renews the token of this account.", patienceMs);
}

// A person may have connected the account anew meanwhile; then theirs is the token.
async function exchange(tx: Tx, kept: Kept, fresh: Tokens): Promise<void> {
  await tx
    .updateTable("channelCredentials")
    .set({ ...sealed(kept.id, fresh), refreshedAt: new Date(), renewingUntil: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", kept.id)
    .where("tokenInfoCipher", "=", kept.cipher)
    .execute();
}

/** Whether an error says that the account does not let us in. */
export function isShut(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "auth_expired";
}
