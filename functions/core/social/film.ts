import type { VideoInput, VideoOutput } from "#agents/social-video-designer.ts";
import type { PollInput, PollOutput } from "#agents/social-video-poller.ts";
import * as Shelf from "#core/media/shelf.ts";
import { payForUnits } from "#core/run/paid-units.ts";
import type { Slice } from "#core/run/perform.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { MakingError } from "#platform/image-maker.ts";
import { get } from "#platform/storage.ts";
import { fetchVideo, lookAt, makers, orderVideo, type Progress, videoModel } from "#platform/video-maker.ts";
import { CannotCompose } from "#schema/agent.ts";
import { change, locked } from "./index.ts";

/** So long a video may take. */
const patienceMs = 15 * 60_000;

/** Orders the video of a post. One that is being made already is not ordered again; the second maker is asked when the first refuses. */
export async function film(input: VideoInput, { run, record, signal }: Slice): Promise<VideoOutput> {
  const post = await transaction((tx) => locked(tx, input.socialPostId));
  if (post.videoProvider && post.videoJobId) {
    const known = await lookAt(post.videoProvider, post.videoJobId, signal);
    if (known.state !== "failed") return { providerJobId: post.videoJobId };
  }
  const still = await stillOf(input.stillMediaId);
  const order = { ...still, prompt: input.motionPrompt, seconds: input.seconds, signal };
  const units = { provider: "video", model: videoModel(), unit: "video_second", count: input.seconds } as const;
  for (const maker of makers()) {
    try {
      const id = await record.step(
        "tool",
        `video by the ${maker.name} maker`,
        () => payForUnits(run, units, () => orderVideo(maker, order)),
        (taskId) => `task ${taskId}`,
      );
      await transaction((tx) => change(tx, post.id, { videoProvider: maker.name, videoJobId: id }));
      return { providerJobId: id };
    } catch (error) {
      if (!(error instanceof MakingError) || !error.isFinal) throw error;
    }
  }
  throw new CannotCompose("Every maker of videos refused the order.");
}

/** Looks at the video of a post: null while it is being made. */
export async function collect(input: PollInput, { run, record, signal }: Slice): Promise<PollOutput | null> {
  const { provider, providerJobId, seconds } = input;
  const over = Date.now() - run.startedMs > patienceMs;
  const progress = await lookAt(provider, providerJobId, signal).catch(unsure);
  if (progress.state === "failed") return { state: "failed", seconds, reason: progress.reason };
  if (progress.state === "running")
    return over ? { state: "failed", seconds, reason: "The video was not ready within 15 minutes." } : null;
  const order = `video/${providerJobId}`.slice(0, 60);
  const kept =
    (await Shelf.madeFor(order)) ??
    (await record.step(
      "tool",
      "video",
      () => taken(progress.url),
      ({ mime }) => mime,
    ));
  return { state: "done", mediaId: kept.id, seconds };

  async function taken(url: string): Promise<Shelf.Kept> {
    const { bytes, width, height } = await fetchVideo(url, signal);
    return Shelf.keep(`social/${input.socialPostId}`, {
      kind: "video",
      ...{ bytes, mime: "video/mp4", extension: "mp4", width, height, durationMs: seconds * 1_000 },
      ...{ altText: input.altText, promptUsed: "Made of the still of the post", runId: run.id, order },
    });
  }
}

// A maker that does not answer now may do so at the next look.
function unsure(error: unknown): Progress {
  if (error instanceof MakingError && !error.isFinal) return { state: "running" };
  throw error;
}

async function stillOf(mediaId: string): Promise<{ still: Uint8Array; mime: string }> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("media")
      .select(["s3Key", "mime"])
      .where("tenantId", "=", tenant())
      .where("id", "=", mediaId)
      .executeTakeFirst(),
  );
  const still = row && (await get(row.s3Key));
  if (!row || !still) throw new CannotCompose("The still of the video is gone.");
  return { still, mime: row.mime };
}
