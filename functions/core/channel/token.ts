import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { unseal } from "#platform/secrets.ts";

/** A connected account that is signed in to with a token. */
export interface SignedIn {
  id: string;
  type: string;
  name: string;
  /** What the account is called at its provider. */
  externalId: string;
  accessToken: string;
}

/** The connected accounts of a type that have a token, oldest first. */
export async function signedIn(tx: Tx, type: string): Promise<SignedIn[]> {
  const rows = await tx
    .selectFrom("connectedChannels as c")
    .innerJoin("channelCredentials as k", (join) =>
      join.onRef("k.tenantId", "=", "c.tenantId").onRef("k.channelId", "=", "c.id"),
    )
    .select(["c.id", "c.type", "c.name", "c.subChannelInfo", "k.id as secretId", "k.tokenInfoCipher"])
    .where("c.tenantId", "=", tenant())
    .where("c.type", "=", type)
    .where("c.status", "=", "connected")
    .where("c.deletedAt", "is", null)
    .orderBy("c.id")
    .execute();
  return rows.flatMap(({ secretId, tokenInfoCipher, subChannelInfo, ...row }) => {
    const { id: externalId } = subChannelInfo as { id?: string };
    const { accessToken } = JSON.parse(unseal(tokenInfoCipher, `${tenant()}${secretId}`)) as { accessToken?: string };
    return externalId && accessToken ? [{ ...row, externalId, accessToken }] : [];
  });
}
