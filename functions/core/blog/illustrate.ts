import type { BlogImageInput, BlogImageOutput } from "#agents/blog-image-generator.ts";
import * as Shelf from "#core/media/shelf.ts";
import { payForUnits } from "#core/run/paid-units.ts";
import type { Slice } from "#core/run/perform.ts";
import { drawImage, imageModel } from "#platform/image-maker.ts";
import { shrink } from "#platform/picture.ts";

const sizes = { hero: [1_200, 630], inline_section: [1_024, 768] } as const;
const bytesMax = 400 * 1_024;
const styles: Record<BlogImageInput["imageStyle"], string> = {
  photo_realistic: "a photograph in natural light",
  flat_illustration: "a flat illustration with few shapes",
  minimal_infographic: "a minimal diagram without any letters or numbers",
  abstract: "an abstract composition of shapes",
};

/** Has the picture of a post made, once for an order, in the size of its place. */
export async function illustrate(input: BlogImageInput, { run, record, signal }: Slice): Promise<BlogImageOutput> {
  const promptUsed = promptOf(input);
  const altText = `A picture about ${input.sectionTitle ?? input.postTitle}`.slice(0, 160).padEnd(20, ".");
  const [width, height] = sizes[input.imageType];
  const kept =
    (await Shelf.madeFor(input.order)) ??
    (await record.step("tool", "picture", make, ({ mime }) => `${width} by ${height}, ${mime}`));
  return { mediaId: kept.id, width, height, altText, promptUsed };

  async function make(): Promise<Shelf.Kept> {
    const units = { provider: "image", model: imageModel(), unit: "image", count: 1 } as const;
    const source = await payForUnits(run, units, () =>
      drawImage(promptUsed, { shape: "1024x1024", quality: "medium", signal }),
    );
    const bytes = await shrink(source, { width, height, bytesMax });
    return Shelf.keep(`blog/${input.blogPostId}`, {
      kind: "image",
      ...{ bytes, mime: "image/webp", extension: "webp", width, height, altText, promptUsed },
      ...{ runId: run.id, order: input.order },
    });
  }
}

function promptOf(input: BlogImageInput): string {
  const colours = [input.primaryColor, input.secondaryColor].filter((one) => one !== undefined);
  return [
    `${styles[input.imageStyle]} about: ${input.sectionTitle ?? input.postTitle}.`,
    `It belongs to an article about ${input.primaryKeyword}.`,
    colours.length > 0 ? `Colours that suit: ${colours.join(" and ")}.` : "",
    "No text, no logos, no real persons.",
  ]
    .filter((line) => line !== "")
    .join(" ");
}
