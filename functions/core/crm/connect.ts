import * as Effect from "#core/effect/index.ts";
import { person, reference, require, tenant } from "#platform/actor.ts";
import { ChannelError } from "#platform/channel/types.ts";
import { config } from "#platform/config.ts";
import { type CrmTokens, canConnect, doorOf, tokensFor } from "#platform/crm/hubspot.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { seal, unseal } from "#platform/secrets.ts";
import type { CrmReturn, CrmSync } from "#schema/crm.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { begin, shape } from "./sync.ts";

const stateLifeMs = 10 * 60_000;
const early = 5 * 60_000;

/** Where the person goes to let us into the client's CRM. @throws provider.provider_not_configured; plan.plan_limit */
export async function door(): Promise<string> {
  require("channel.connect", "connect channels");
  if (!canConnect())
    throw new AppError("provider.provider_not_configured", "HubSpot is not set up in this installation.");
  await allowed();
  const { userId } = person();
  const state = seal(JSON.stringify({ userId, endsAt: Date.now() + stateLifeMs }), `crm:${tenant()}`);
  return doorOf(state, returnAddress());
}

/** Takes up what the person came back with, and reads everything once. @throws channel.oauth_state for a word that is not ours */
export async function connect({ code, state }: CrmReturn): Promise<CrmSync> {
  require("channel.connect", "connect channels");
  await allowed();
  proveState(state);
  const tokens = await tokensFor({ code, redirectUri: returnAddress() }).catch((error: unknown) => {
    if (error instanceof ChannelError) throw new AppError("provider.provider_error", error.message);
    throw error;
  });
  return transaction(async (tx) => {
    const known = await tx
      .selectFrom("connectedChannels")
      .select(["id", "status"])
      .where("tenantId", "=", tenant())
      .where("type", "=", "hubspot")
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    const id = known?.id ?? newId("channel");
    const now = { status: "connected", connectedAt: new Date() };
    if (known)
      await tx
        .updateTable("connectedChannels")
        .set({ ...now, updatedBy: reference() })
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .execute();
    else
      await tx
        .insertInto("connectedChannels")
        .values({
          ...{ tenantId: tenant(), id, type: "hubspot", name: "HubSpot", ...now, createdBy: reference() },
          subChannelInfo: JSON.stringify({ id: "hubspot" }),
        })
        .execute();
    await keep(tx, id, tokens);
    await Effect.audit("channel.connected", { type: "channel", id, label: "HubSpot" }, { after: { type: "hubspot" } });
    await Effect.live("settings:updated", { keys: ["channels"] });
    return shape(await begin(tx, id, known ? "delta" : "full", "high"));
  });
}

/** A token that is good for a while yet; refreshed where it is not. @throws ChannelError `auth_expired` */
export async function accessTo(channelId: string): Promise<string> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("channelCredentials")
      .select(["id", "tokenInfoCipher"])
      .where("tenantId", "=", tenant())
      .where("channelId", "=", channelId)
      .executeTakeFirst(),
  );
  if (!row) throw new ChannelError("auth_expired", "The account is not connected.");
  const tokens = JSON.parse(unseal(row.tokenInfoCipher, `${tenant()}${row.id}`)) as CrmTokens;
  if (Date.parse(tokens.expiresAt) - Date.now() > early) return tokens.accessToken;
  return renew(channelId, tokens.refreshToken);
}

/** A new token, whatever the old one was good for. */
export async function refreshed(channelId: string): Promise<string> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("channelCredentials")
      .select(["id", "tokenInfoCipher"])
      .where("tenantId", "=", tenant())
      .where("channelId", "=", channelId)
      .executeTakeFirstOrThrow(),
  );
  const { refreshToken } = JSON.parse(unseal(row.tokenInfoCipher, `${tenant()}${row.id}`)) as CrmTokens;
  return renew(channelId, refreshToken);
}

async function renew(channelId: string, refreshToken: string): Promise<string> {
  const fresh = await tokensFor({ refreshToken });
  await transaction((tx) => keep(tx, channelId, fresh));
  return fresh.accessToken;
}

async function keep(tx: Tx, channelId: string, tokens: CrmTokens): Promise<void> {
  const known = await tx
    .selectFrom("channelCredentials")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .executeTakeFirst();
  const id = known?.id ?? newId("channelCredential");
  const values = {
    tokenInfoCipher: seal(JSON.stringify(tokens), `${tenant()}${id}`),
    ...{ last4: tokens.accessToken.slice(-4), expiresAt: new Date(tokens.expiresAt), refreshedAt: new Date() },
  };
  await tx
    .insertInto("channelCredentials")
    .values({ tenantId: tenant(), id, channelId, ...values })
    .onConflict((conflict) => conflict.columns(["tenantId", "channelId"]).doUpdateSet(values))
    .execute();
}

async function allowed(): Promise<void> {
  const owner = await transaction((tx) =>
    tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow(),
  );
  if (!reaches(owner.plan as Plan, "pro")) throw new AppError("plan.plan_limit", "HubSpot comes with the pro plan.");
}

// Only who was sent there comes back, to the same workspace, within ten minutes.
function proveState(state: string): void {
  const wrong = new AppError("channel.oauth_state", "This return does not belong to a request of yours. Begin again.");
  try {
    const { userId, endsAt } = JSON.parse(unseal(state, `crm:${tenant()}`)) as { userId: string; endsAt: number };
    if (userId !== person().userId || endsAt < Date.now()) throw wrong;
  } catch {
    throw wrong;
  }
}

function returnAddress(): string {
  return `${config("DASHBOARD_URL")}/channels/hubspot`;
}
