import type { Channel } from "#schema/channel.ts";
import type { ChannelType } from "#schema/connect.ts";
import { shortDate, words } from "../components/format.ts";

const failures: Record<NonNullable<Channel["syncErrorCode"]>, string> = {
  auth_expired: "The sign-in has ended",
  permission: "The sign-in may not read the numbers",
  rate_limited: "The provider asks for patience",
  target_gone: "The account is no longer there",
  provider_down: "The provider does not answer",
  bad_request: "The provider does not understand the question",
  other: "The numbers could not be read",
};

const soonMs = 14 * 24 * 3_600_000;

/** What is wrong with a channel, or will be soon; null while all is well. */
export function troubleOf(channel: Channel): string | null {
  if (channel.status === "needs_reconnect")
    return "It no longer lets us in. What is due waits until it is connected again.";
  if (channel.status === "paused") return "Rests: nothing is read and nothing goes out.";
  if (channel.status !== "connected") return null;
  if (channel.syncErrorCode) return `${failures[channel.syncErrorCode]}, several times in a row.`;
  if (channel.expiresAt && Date.parse(channel.expiresAt) - Date.now() < soonMs)
    return `Its sign-in ends on ${shortDate(channel.expiresAt)}.`;
  return null;
}

/** Why a kind of channel cannot be connected; null where it can. */
export function obstacleWords({ obstacle, minPlan }: ChannelType): string | null {
  if (obstacle === "plan") return `Comes with the ${words(minPlan)} plan`;
  if (obstacle === "not_configured") return "Not set up in this installation yet";
  return obstacle === "inactive" ? "Not offered yet" : null;
}
