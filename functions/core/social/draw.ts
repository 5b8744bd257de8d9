import type { DesignInput, DesignOutput } from "#agents/social-post-designer.ts";
import * as Shelf from "#core/media/shelf.ts";
import { payForUnits } from "#core/run/paid-units.ts";
import type { Slice } from "#core/run/perform.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { drawImage, imageModel, MakingError, type Shape } from "#platform/image-maker.ts";
import { ModelError } from "#platform/model/index.ts";
import { compose } from "#platform/picture.ts";
import { get } from "#platform/storage.ts";
import { CannotCompose } from "#schema/agent.ts";
import { runAttemptsMax } from "#schema/run.ts";

/** A carousel is one with at least so many slides. */
const goodSlidesMin = 2;

/**
 * Makes the pictures of a post, one after the other; those of an earlier attempt are kept. A slide that its maker refuses is left
 * out; one that failed otherwise is tried again with the next attempt, and left out after the last.
 */
export async function draw(input: DesignInput, slice: Slice): Promise<DesignOutput> {
  const made: DesignOutput["media"] = [];
  const failed: number[] = [];
  const logo = await logoOf(input.brand.logoMediaId);
  for (const [at] of input.slides.entries()) {
    const known = await Shelf.madeFor(orderOf(input, at));
    const kept = known ?? (await attempted(input, at, slice, logo));
    if (!kept) failed.push(at + 1);
    else
      made.push({
        mediaId: kept.id,
        slide: at + 1,
        width: kept.width ?? 0,
        height: kept.height ?? 0,
        mime: kept.mime,
        altText: kept.altText ?? "",
      });
  }
  if (made.length < Math.min(goodSlidesMin, input.slides.length))
    throw new CannotCompose(`Only ${made.length} of ${input.slides.length} pictures could be made.`);
  return { media: made, failedSlides: failed };
}

const orderOf = ({ order }: DesignInput, at: number): string => `${order}/${at + 1}`;

async function attempted(
  input: DesignInput,
  at: number,
  slice: Slice,
  logo: Uint8Array | undefined,
): Promise<Shelf.Kept | null> {
  const { run, record } = slice;
  try {
    return await record.step(
      "tool",
      `picture ${at + 1}`,
      () => picture(input, at, slice, logo),
      ({ width, height }) => `${width} by ${height} points`,
    );
  } catch (error) {
    if (!(error instanceof MakingError)) throw error;
    if (error.retryAfterMs !== undefined && run.attempt < runAttemptsMax)
      throw new ModelError("rate_limited", "image", error.message, { retryAfterMs: error.retryAfterMs });
    if (error.isFinal || run.attempt >= runAttemptsMax) return null;
    throw error;
  }
}

async function picture(
  input: DesignInput,
  at: number,
  { run, signal }: Slice,
  logo: Uint8Array | undefined,
): Promise<Shelf.Kept> {
  const slide = input.slides[at];
  if (!slide) throw new RangeError(`There is no slide ${at + 1}.`);
  const [width = 1080, height = 1080] = input.size.split("x").map(Number);
  const prompt = promptOf(input, slide.prompt);
  const units = { provider: "image", model: imageModel(), unit: "image", count: 1 } as const;
  const source = await payForUnits(run, units, () =>
    drawImage(prompt, { shape: shapeOf(width, height), quality: input.quality, signal }),
  );
  const colour = input.brand.colours.find((one) => /^#[0-9a-f]{6}$/i.test(one));
  const { bytes } = await compose(source, { width, height, headline: slide.headline || undefined, colour, logo });
  return Shelf.keep(`social/${input.socialPostId}`, {
    kind: "image",
    ...{ bytes, mime: "image/jpeg", extension: "jpg", width, height, promptUsed: prompt, runId: run.id },
    altText: slide.altText,
    order: orderOf(input, at),
  });
}

function promptOf({ brand, reviewerFeedback }: DesignInput, wish: string): string {
  return [
    wish,
    brand.style ? `Style: ${brand.style}` : "",
    brand.colours.length > 0 ? `Colours that suit: ${brand.colours.slice(0, 4).join(", ")}` : "",
    brand.avoid.length > 0 ? `Avoid: ${brand.avoid.slice(0, 10).join("; ")}` : "",
    reviewerFeedback ? `Of the last picture was said: ${reviewerFeedback.slice(0, 1_000)}` : "",
    "No words, no logos, no real persons in the picture.",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function shapeOf(width: number, height: number): Shape {
  if (width === height) return "1024x1024";
  return width > height ? "1536x1024" : "1024x1536";
}

async function logoOf(mediaId: string | undefined): Promise<Uint8Array | undefined> {
  if (!mediaId) return undefined;
  const row = await transaction((tx) =>
    tx
      .selectFrom("media")
      .select(["s3Key", "mime"])
      .where("tenantId", "=", tenant())
      .where("id", "=", mediaId)
      .where("deletedAt", "is", null)
      .executeTakeFirst(),
  );
  return row?.mime.startsWith("image/") ? get(row.s3Key) : undefined;
}
