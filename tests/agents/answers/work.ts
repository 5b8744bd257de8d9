import * as Activity from "#core/activity/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { ok } from "#tests/support/api.ts";
import { as, machine, type TestTenant } from "#tests/support/tenant.ts";

/** Has work begun for a tenant, as people or clocks begin it, of which sooner or later an agent has its part. */
export type Order = (tenant: TestTenant) => Promise<unknown>;

/** Work of a type that passes its gates. */
export const activity =
  (type: ActivityType, input: Record<string, unknown> = {}): Order =>
  (tenant) =>
    as(machine(tenant.id), () =>
      transaction(async (tx) => {
        const doer = activityTypes[type].agent as AgentName;
        const id = await Activity.plan(tx, { type, doer, title: "Rewiring a table lamp", priority: "normal", input });
        const blocked = await Activity.consider(tx, id);
        if (blocked) throw new Error(`${type} is blocked by ${blocked}`);
        return id;
      }),
    );

/** Connects an account of the simulated outside world. @returns the channel's id */
export async function account(tenant: TestTenant, type: string, id: string, values: object = {}): Promise<string> {
  const [channelId, secret] = [newId("channel"), newId("channelCredential")];
  const tokenInfoCipher = seal(JSON.stringify({ accessToken: "access-of-the-account" }), `${tenant.id}${secret}`);
  const connected = { type, name: `Lamps at ${type}`, status: "connected", subChannelInfo: JSON.stringify({ id }) };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId: tenant.id, id: channelId, ...connected, ...values })
      .execute();
    await tx
      .insertInto("channelCredentials")
      .values({ tenantId: tenant.id, id: secret, channelId, tokenInfoCipher })
      .execute();
  });
  return channelId;
}

/** A campaign. @returns its path */
export async function campaign({ people }: TestTenant, draft: Record<string, unknown>): Promise<string> {
  const body = { name: "Lamps for the night", goal: "leads", ...draft };
  return `/tenant/v1/campaigns/${(await ok<{ id: string }>(people.DM, "POST", "/tenant/v1/campaigns", { body })).id}`;
}
