import { require } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { transaction } from "#platform/db.ts";
import { houses as all, clientOf, type HouseName, isSetUp, signIns } from "#platform/oauth/houses.ts";
import { type SignInHouse, SignInType } from "#schema/connect.ts";

const portals = ["DASHBOARD_URL", "DM_URL"] as const;

/** Where a provider sends people of a portal back. It has to be registered there, exactly so. */
export function returnUrl(portal: (typeof portals)[number]): string {
  return `${config(portal)}/channels/return`;
}

/** The houses at which accounts are signed in to, and how those accounts stand. */
export async function houses(): Promise<SignInHouse[]> {
  require("system.operate", "see how accounts are signed in to", "platform");
  const [counts, masters] = await transaction(async (tx) => [
    await tx
      .selectFrom("connectedChannels")
      .select((eb) => ["type", "status", eb.fn.countAll<number>().as("count")])
      .where("type", "in", SignInType.options)
      .where("deletedAt", "is", null)
      .groupBy(["type", "status"])
      .execute(),
    await tx.selectFrom("channelMasters").select(["type", "name"]).execute(),
  ]);
  const count = (type: string, status: string) =>
    Number(counts.find((row) => row.type === type && row.status === status)?.count ?? 0);
  const names = Object.keys(all) as HouseName[];
  return names.map((name) => {
    const { clientId, clientSecret } = all[name];
    const types = SignInType.options.filter((type) => signIns[type].house === name);
    return {
      name: all[name].name,
      isSetUp: types.some(isSetUp),
      clientId: clientOf(all[name]).client_id || null,
      settings: [clientId, clientSecret],
      redirects: portals.map(returnUrl),
      accounts: types.map((type) => ({
        type,
        name: masters.find((master) => master.type === type)?.name ?? type,
        ...{ connected: count(type, "connected"), paused: count(type, "paused"), lost: count(type, "needs_reconnect") },
      })),
    };
  });
}
