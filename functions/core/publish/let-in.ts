import { Busy } from "#core/busy.ts";
import { accessTo, isShut, lose, renewed } from "#core/channel/access.ts";
import { ChannelError, type PostResult } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { connected } from "./accounts.ts";
import { order } from "./evidence.ts";
import { type AttemptRow, lockedAttempt, moveAttempt } from "./outcome.ts";

const accessWaitMs = 30_000;

/** Before anything is begun the account's token is made good for a while; without one the attempt is held. @throws Busy */
export async function letIn(attemptId: string): Promise<void> {
  const account = await transaction(async (tx) => {
    const { status, channelId } = await lockedAttempt(tx, attemptId);
    return status === "prepared" && channelId && (await connected(tx, channelId)) ? channelId : null;
  });
  if (account) await freshen(account);
}

/** Makes the token of an account good for a while, if the account still lets us in. @throws Busy while that cannot be known */
export async function freshen(channelId: string): Promise<void> {
  try {
    await accessTo(channelId);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    if (error.code !== "auth_expired") throw new Busy(error.message, accessWaitMs);
  }
}

/** After a refusal: whether there is another token to try than the one that was used. */
export async function isLetInAgain(
  { channelId, tries }: Pick<AttemptRow, "channelId" | "tries">,
  used: string,
): Promise<boolean> {
  if (channelId === null || tries > 1) return false;
  return renewed(channelId, used).then(
    () => true,
    (error: unknown) => !isShut(error),
  );
}

/** Nothing was sent: it is tried once with another token, and else waits until a person has connected the account again. */
export async function waitForAccess(tx: Tx, row: AttemptRow, result: PostResult, mayRetry: boolean): Promise<void> {
  const errorMessage = "message" in result ? result.message.slice(0, 500) : null;
  if (!mayRetry && row.channelId !== null) await lose(tx, row.channelId);
  await moveAttempt(tx, row, "not_sent", {
    ...{ errorCode: "auth_expired", errorMessage },
    ...(mayRetry ? {} : { tries: 0 }),
  });
  if (mayRetry) await order(row, "post");
}
