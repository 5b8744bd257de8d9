import type { Failed } from "#agents/descriptor/index.ts";
import type { VideoOutput } from "#agents/social-video-designer.ts";
import type { PollOutput } from "#agents/social-video-poller.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Shelf from "#core/media/shelf.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { dispatch } from "#core/run/dispatch.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { askClient } from "./client.ts";
import { failedDesign } from "./fail.ts";
import { locked, mediaOf, type Row, subject } from "./index.ts";

const seconds = { story: 5, other: 8 } as const;

/** What the video designer gets: the still of the post, and how it should move. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await postOf(tx, run.activityId);
    const still = (await mediaOf(tx, row.id)).find(({ role }) => role === "slide");
    if (!still || row.status !== "design_pending") throw new CannotCompose("The post does not wait for a video.");
    return {
      socialPostId: row.id,
      stillMediaId: still.id,
      format: formatOf(row),
      seconds: secondsOf(row),
      motionPrompt: `Slow, calm movement. ${row.imagePrompt ?? ""}`.slice(0, 400).padEnd(20, "."),
    };
  });
}

/** The video is ordered: somebody looks after it from now on, as the next version of the work. */
export async function store(tx: Tx, run: ClaimedRun, _product: Product<VideoOutput>): Promise<void> {
  const activityId = run.activityId ?? "";
  const version = run.version + 1;
  await tx
    .updateTable("activities")
    .set({ version })
    .where("tenantId", "=", tenant())
    .where("id", "=", activityId)
    .execute();
  await dispatch(tx, {
    agent: "social-video-poller",
    activityId,
    version,
    wakeReason: "callback",
    priority: "normal",
  });
}

/** What the poller gets: where the video is made, and under which name. */
export async function loadPoll(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await postOf(tx, run.activityId);
    return {
      socialPostId: row.id,
      provider: row.videoProvider,
      providerJobId: row.videoJobId,
      seconds: secondsOf(row),
      altText: row.altText ?? "",
    };
  });
}

/** The video is there and the client is asked; or it never will be, and the agency decides. */
export async function storePoll(tx: Tx, run: ClaimedRun, { data }: Product<PollOutput>): Promise<void> {
  const activityId = run.activityId ?? "";
  const row = await postOf(tx, activityId);
  if (!data.mediaId) return giveUp(tx, run, "provider_error", data.reason ?? "No video came of it.");
  await Shelf.link(tx, { type: "social_post", id: row.id }, "video", [data.mediaId]);
  await Activity.finish(tx, activityId, "finish", { socialPostId: row.id, mediaId: data.mediaId });
  if (row.status !== "design_pending") return;
  await Effect.audit("social_post.designed", subject(row), { after: { video: data.mediaId } });
  await askClient(tx, row, "designed");
}

/** No video: its credits are free again, and the post lies before the agency. */
export async function giveUp(tx: Tx, run: Pick<Failed, "activityId">, code: string, message: string): Promise<void> {
  if (!run.activityId) return;
  const { input } = await Activity.locked(tx, run.activityId);
  await Activity.fail(tx, run.activityId, code, message);
  const { socialPostId } = input as { socialPostId?: string };
  if (socialPostId) await failedDesign(tx, socialPostId, message);
}

async function postOf(tx: Tx, activityId: string | null): Promise<Row> {
  const { input } = await Activity.locked(tx, activityId ?? "");
  const { socialPostId } = input as { socialPostId?: string };
  if (!socialPostId) throw new CannotCompose("No post of the month waits for a video.");
  return locked(tx, socialPostId);
}

const secondsOf = ({ format }: Row): number => (format === "story" ? seconds.story : seconds.other);

function formatOf({ format, platform }: Row): "reel" | "story" | "tiktok" {
  if (platform === "tiktok") return "tiktok";
  return format === "story" ? "story" : "reel";
}
