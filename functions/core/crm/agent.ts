import type { Failed } from "#agents/descriptor/index.ts";
import type { SyncOutput } from "#agents/hubspot-sync.ts";
import { lose } from "#core/channel/access.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { advance, stateOf } from "./sync.ts";

/** What is read: the account, and whether all of it or what changed. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const channelId = run.subjectId ?? "";
  const state = await transaction((tx) => stateOf(tx, channelId));
  if (!state) throw new Error("nobody ordered to read this account");
  return { channelId, mode: state.mode, ...(state.after ? { cursor: state.after } : {}) };
}

/** Everything was read, or we were locked out: then a person has to connect the account anew, and it goes on where it stopped. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<SyncOutput>): Promise<void> {
  const channelId = run.subjectId ?? "";
  if (data.ended === "done")
    await advance(tx, channelId, { status: "idle", errorCode: null, syncedAt: new Date(), runId: run.id });
  else {
    await advance(tx, channelId, { status: "failed", errorCode: "needs_reconnect", runId: run.id });
    await lose(tx, channelId);
  }
  await Effect.live("settings:updated", { keys: ["channels"] });
}

/** It broke too often: how far it came is kept. */
export async function giveUp(tx: Tx, run: Failed, code: string): Promise<void> {
  await advance(tx, run.subjectId ?? "", { status: "failed", errorCode: code.slice(0, 60), runId: run.id });
  await Effect.live("settings:updated", { keys: ["channels"] });
}
