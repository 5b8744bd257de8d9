import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { sql, transaction } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { ConnectRepository } from "#schema/channel.ts";
import { newId } from "#schema/ids.ts";
import { demandRoom } from "./account.ts";

/**
 * Connects the repository that a client's site is made of, by a token that may push branches and open pull requests. One that is
 * connected already gets the new token and place. @returns the channel's id
 * @throws plan.plan_limit when the plan has no room for another channel, or none of this kind
 */
export const connectGithub = fn(ConnectRepository, async ({ name, repository, accessToken, branch, folder }) => {
  require("channel.connect", "connect channels");
  return transaction(async (tx) => {
    const settings = JSON.stringify({ ...(branch ? { branch } : {}), ...(folder ? { folder } : {}), mode: "publish" });
    const known = await tx
      .selectFrom("connectedChannels as c")
      .innerJoin("channelCredentials as k", (join) =>
        join.onRef("k.tenantId", "=", "c.tenantId").onRef("k.channelId", "=", "c.id"),
      )
      .select(["c.id", "k.id as secretId"])
      .where("c.tenantId", "=", tenant())
      .where("c.type", "=", "github")
      .where(sql`c.sub_channel_info ->> 'id'`, "=", repository)
      .where("c.deletedAt", "is", null)
      .executeTakeFirst();
    if (!known) await demandRoom(tx, "github");
    const [id, secretId] = [known?.id ?? newId("channel"), known?.secretId ?? newId("channelCredential")];
    const secret = {
      tokenInfoCipher: seal(JSON.stringify({ accessToken }), `${tenant()}${secretId}`),
      last4: accessToken.slice(-4),
    };
    const place = { name, settings, status: "connected", connectedAt: new Date() };
    if (known) {
      await tx
        .updateTable("connectedChannels")
        .set(place)
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .execute();
      await tx
        .updateTable("channelCredentials")
        .set(secret)
        .where("tenantId", "=", tenant())
        .where("id", "=", secretId)
        .execute();
    } else {
      await tx
        .insertInto("connectedChannels")
        .values({
          ...{ tenantId: tenant(), id, type: "github", ...place, createdBy: reference() },
          subChannelInfo: JSON.stringify({ id: repository, account: repository }),
        })
        .execute();
      await tx
        .insertInto("channelCredentials")
        .values({ tenantId: tenant(), id: secretId, channelId: id, ...secret })
        .execute();
    }
    await Effect.audit(
      known ? "channel.reauthorised" : "channel.connected",
      { type: "channel", id, label: name },
      { after: { type: "github", repository, branch, folder } },
    );
    await Effect.live("settings:updated", { keys: ["channels"] });
    return id;
  });
});
