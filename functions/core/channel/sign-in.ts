import { createHash } from "node:crypto";
import { current, isAgency, person, require, tenant } from "#platform/actor.ts";
import { ChannelError } from "#platform/channel/types.ts";
import { config } from "#platform/config.ts";
import { transaction } from "#platform/db.ts";
import { type Account, accountsOf, tokensOf } from "#platform/oauth/accounts.ts";
import { consentUrl, houseOf, isSetUp, signIns } from "#platform/oauth/houses.ts";
import { grantorOf, revoke, type Tokens, tokensForCode } from "#platform/oauth/tokens.ts";
import { redis } from "#platform/redis.ts";
import { randomText, seal, sha256, unseal } from "#platform/secrets.ts";
import {
  type AccountOffers,
  type ChooseAccount,
  choiceMinutes,
  type SignIn,
  type SignInResult,
  type SignInReturn,
  SignInType,
  signInMinutes,
} from "#schema/connect.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { connect, demandRoom } from "./connection.ts";

/** A person who is away at the provider. */
interface Away {
  type: SignInType;
  channelId: string | null;
  verifier: string;
  redirectUri: string;
}

/** A person who came back and has to say which account is meant. */
interface Choosing {
  type: SignInType;
  channelId: string | null;
  tokens: Tokens;
  scopes: string[];
  grantor: string | null;
  accounts: Account[];
}

/**
 * Where the person goes to let us into an account. Only they, in this session and workspace, can come back from there, once and
 * within ten minutes. @throws provider.provider_not_configured; plan.plan_limit
 */
export async function door(
  given: string,
  { channelId = null }: { channelId?: SignIn["channelId"] | null },
): Promise<string> {
  require("channel.connect", "connect channels");
  const type = typeOf(given);
  const { name } = houseOf(type);
  if (!isSetUp(type))
    throw new AppError("provider.provider_not_configured", `Sign-in with ${name} is not set up in this installation.`);
  await transaction(async (tx) => {
    if (!channelId) return demandRoom(tx, type);
    const known = await tx
      .selectFrom("connectedChannels")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("id", "=", channelId)
      .where("type", "=", type)
      .where("status", "!=", "disconnected")
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!known) throw notFound("Channel", channelId);
  });
  const [state, verifier] = [randomText(43), randomText(64)];
  const redirectUri = `${config(isAgency() ? "DM_URL" : "DASHBOARD_URL")}/channels/return`;
  await put("state", state, { type, channelId, verifier, redirectUri } satisfies Away, signInMinutes * 60);
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  return consentUrl(type, { state, challenge, redirectUri });
}

/**
 * Takes up what the person came back with. The account is connected at once where there is no other to choose, or where it is
 * the one that was lost. @throws channel.oauth_state for a word that is not theirs; channel.scope_missing; provider.provider_error
 */
export async function comeBack({ state, code, error }: SignInReturn): Promise<SignInResult> {
  require("channel.connect", "connect channels");
  const away = await take<Away>("state", state);
  if (!away) throw lost();
  const { type, channelId, verifier, redirectUri } = away;
  const { name } = houseOf(type);
  if (code === undefined)
    throw new AppError(
      "provider.provider_error",
      `${name} was not given leave: ${(error ?? "").replaceAll("_", " ")}.`,
    );
  const { tokens, scopes } = await said(tokensForCode(type, { code, verifier, redirectUri }));
  const missing = signIns[type].scopes.filter((scope) => scope !== "openid" && !scopes.includes(scope));
  if (missing.length > 0) {
    await revoke(type, tokens).catch(() => undefined);
    const short = missing.map((scope) => scope.split("/").at(-1)).join(", ");
    throw new AppError(
      "channel.scope_missing",
      `${name} did not grant everything that is needed: ${short}. Connect again and allow it.`,
    );
  }
  const [accounts, grantor] = await said(
    Promise.all([accountsOf(type, tokens), grantorOf(type, tokens).catch(() => null)]),
  );
  if (accounts.length === 0)
    throw new AppError("provider.provider_error", `This sign-in at ${name} has no account that could be connected.`);
  const choosing: Choosing = { type, channelId, tokens, scopes, grantor, accounts };
  const own = channelId ? await accountOf(channelId) : undefined;
  const only = accounts.find(({ id }) => id === own) ?? (accounts.length === 1 && !channelId ? accounts[0] : undefined);
  if (only) return { channelId: await keep(choosing, only), choice: null };
  const choice = randomText(43);
  await put("choice", choice, choosing, choiceMinutes * 60);
  return { channelId: null, choice };
}

/** The accounts among which the person chooses. @throws channel.oauth_state when it is too late */
export async function offers(choice: string): Promise<AccountOffers> {
  require("channel.connect", "connect channels");
  const found = await look<Choosing>("choice", choice);
  if (!found) throw lost();
  const { type, accounts } = found;
  return transaction(async (tx) => {
    const rows = await tx
      .selectFrom("connectedChannels")
      .select("subChannelInfo")
      .where("tenantId", "=", tenant())
      .where("type", "=", type)
      .where("status", "=", "connected")
      .where("deletedAt", "is", null)
      .execute();
    const connected = new Set(rows.map(({ subChannelInfo }) => (subChannelInfo as { id?: string }).id));
    const master = await tx.selectFrom("channelMasters").select("name").where("type", "=", type).executeTakeFirst();
    const items = accounts.map(({ id, title, detail }) => ({ id, title, detail, isConnected: connected.has(id) }));
    return { type, typeName: master?.name ?? type, items };
  });
}

/** Connects the account that the person chose. @throws channel.oauth_state; request.validation_failed; channel.already_connected */
export async function choose({ choice, selectedId }: ChooseAccount): Promise<string> {
  require("channel.connect", "connect channels");
  const found = await look<Choosing>("choice", choice);
  if (!found) throw lost();
  const account = found.accounts.find(({ id }) => id === selectedId);
  if (!account)
    throw new AppError("request.validation_failed", "Choose one of the accounts that are listed.", {
      fields: [{ path: "selectedId", rule: "custom", message: "is not among the accounts" }],
    });
  const id = await keep(found, account);
  await redis().del(keyOf("choice", choice));
  return id;
}

function keep({ type, channelId, tokens, scopes, grantor }: Choosing, account: Account): Promise<string> {
  const { id, title, metadata } = account;
  return transaction((tx) =>
    connect(tx, {
      ...{ type, name: title.slice(0, 120), secret: tokensOf(tokens, account), scopes, grantor },
      account: { id, account: title, ...(metadata ? { metadata } : {}) },
      ...(channelId ? { channelId } : {}),
    }),
  );
}

async function accountOf(channelId: string): Promise<string | undefined> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("connectedChannels")
      .select("subChannelInfo")
      .where("tenantId", "=", tenant())
      .where("id", "=", channelId)
      .executeTakeFirst(),
  );
  return (row?.subChannelInfo as { id?: string } | undefined)?.id;
}

function typeOf(given: string): SignInType {
  const type = SignInType.safeParse(given).data;
  if (!type) throw notFound("Channel type", given);
  return type;
}

// What a provider answers is told in its own words; nothing was kept.
async function said<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof ChannelError) throw new AppError("provider.provider_error", error.message);
    throw error;
  });
}

function lost(): AppError {
  return new AppError(
    "channel.oauth_state",
    "This return does not belong to a request of yours, or came too late. Begin again.",
  );
}

type Kind = "state" | "choice";
const keyOf = (kind: Kind, word: string) => `oauth:${kind}:${sha256(word)}`;
// Bound to workspace, person and session by the encryption itself: nobody else can read it.
const ownerOf = (kind: Kind) => {
  const { userId, sessionId } = person();
  return `${kind} ${tenant()} ${userId} ${sessionId} ${current().kind}`;
};

async function put(kind: Kind, word: string, value: object, seconds: number): Promise<void> {
  await redis().set(keyOf(kind, word), seal(JSON.stringify(value), ownerOf(kind)), "EX", seconds);
}

async function look<T>(kind: Kind, word: string): Promise<T | undefined> {
  return opened(kind, await redis().get(keyOf(kind, word)));
}

async function take<T>(kind: Kind, word: string): Promise<T | undefined> {
  return opened(kind, await redis().getdel(keyOf(kind, word)));
}

function opened<T>(kind: Kind, kept: string | null): T | undefined {
  if (kept === null) return undefined;
  try {
    return JSON.parse(unseal(kept, ownerOf(kind))) as T;
  } catch {
    return undefined;
  }
}
