import { isResult, missing, unanswered, unread, unseen } from "./api.ts";
import type { AdChange, AdChangesPayload, CheckResult, PostResult, PublishAttempt, Sender } from "./types.ts";

/** How a provider reads and sets one thing of an ad account. A read of what is not there gives null. */
export interface AdSettings {
  read(change: AdChange): Promise<string | null | PostResult>;
  write(change: AdChange): Promise<null | PostResult>;
}

/**
 * Changes of an ad account that were decided together. Nothing is touched unless everything stands as it did when people decided;
 * what stands as wanted already is left, so that a try which was broken off is completed by the next.
 */
export function changesOf(settings: AdSettings): Sender<AdChangesPayload> {
  return {
    validate: ({ changes }) =>
      changes.length === 0
        ? [{ field: "changes", code: "required", text: "None of the changes is one that an ad account takes." }]
        : [],
    post: (attempt) => apply(settings, attempt),
    check: (attempt) => look(settings, attempt).catch(unseen),
  };
}

async function apply(settings: AdSettings, { payload }: PublishAttempt<AdChangesPayload>): Promise<PostResult> {
  const { changes } = payload;
  let isLeaving = false;
  try {
    const open: AdChange[] = [];
    for (const change of changes) {
      const present = await settings.read(change);
      if (isResult(present)) return present;
      if (present === change.to) continue;
      if (present === null) return refused("target_gone", `${change.label}: the account no longer has it.`);
      if (present !== change.from)
        return refused(
          "bad_request",
          `${change.label}: it is ${present} now, and was ${change.from} when that was decided.`,
        );
      open.push(change);
    }
    let refusal: PostResult | null = null;
    let stands = changes.length - open.length;
    for (const change of open) {
      isLeaving = true;
      const result = await settings.write(change);
      if (!result) stands += 1;
      else if (result.outcome === "refused")
        refusal = { ...result, message: `${change.label}: ${result.message}`.slice(0, 400) };
      else return result;
    }
    if (refusal && stands === 0) return refusal;
    return { outcome: "accepted", providerId: `${stands} of ${changes.length} changes` };
  } catch (error) {
    return unanswered(error, isLeaving);
  }
}

async function look(settings: AdSettings, attempt: PublishAttempt<AdChangesPayload>): Promise<CheckResult> {
  const { changes } = attempt.payload;
  const parts: string[] = [];
  for (const change of changes) {
    const present = await settings.read(change);
    if (isResult(present)) return unread(present);
    if (present === change.to) parts.push(change.key);
  }
  const isWhole = parts.length === changes.length;
  // A try that was broken off is not made: the next one leaves what stands and does the rest.
  if (!isWhole && !attempt.providerId) return missing(attempt.startedAt);
  if (parts.length === 0) return { state: "absent" };
  return { state: "confirmed", providerId: `${parts.length} changes`, url: attempt.payload.url, at: new Date(), parts };
}

const refused = (code: "target_gone" | "bad_request", message: string): PostResult => ({
  outcome: "refused",
  code,
  message,
});
