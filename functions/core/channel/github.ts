import { fn } from "#core/fn.ts";
import { require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { ConnectRepository } from "#schema/channel.ts";
import { connect } from "./connection.ts";

/**
 * Connects the repository that a client's site is made of, by a token that may push branches and open pull requests. One that is
 * connected already gets the new token and place. @returns the channel's id
 * @throws plan.plan_limit when the plan has no room for another channel, or none of this kind
 */
export const connectGithub = fn(ConnectRepository, async ({ name, repository, accessToken, branch, folder }) => {
  require("channel.connect", "connect channels");
  const settings = { ...(branch ? { branch } : {}), ...(folder ? { folder } : {}), mode: "publish" };
  const account = { id: repository, account: repository };
  return transaction((tx) =>
    connect(tx, { type: "github", name, account, settings, secret: { accessToken }, renews: true }),
  );
});
