import { imageSize } from "image-size";
import { describe, expect, test } from "vitest";
import { pictureOf } from "#localstack/providers/picture.ts";
import { compose, contrast, inkOn, shrink } from "#platform/picture.ts";

const source = pictureOf(1024, 1024, "a seed");

describe("a composed picture", () => {
  test("has the wanted size, and the headline and the logo change it", async () => {
    const plain = await compose(source, { width: 1080, height: 1350 });
    const set = await compose(source, {
      ...{ width: 1080, height: 1350, headline: "Lamps are mended in six days", colour: "#2f5d50" },
      logo: pictureOf(300, 100, "a logo"),
    });
    expect(imageSize(plain.bytes)).toMatchObject({ width: 1080, height: 1350, type: "jpg" });
    expect(imageSize(set.bytes)).toMatchObject({ width: 1080, height: 1350, type: "jpg" });
    expect([plain.hasHeadline, set.hasHeadline]).toEqual([false, true]);
    expect(Buffer.compare(plain.bytes, set.bytes)).not.toBe(0);
  });

  test("says when a headline has letters that cannot be set", async () => {
    expect((await compose(source, { width: 1080, height: 1080, headline: "Лампы и свет" })).hasHeadline).toBe(true);
    expect((await compose(source, { width: 1080, height: 1080, headline: "日本の灯り" })).hasHeadline).toBe(false);
  });

  test("fits into the bytes of its place", async () => {
    const bytes = await shrink(source, { width: 1200, height: 630, bytesMax: 400 * 1_024 });
    expect(imageSize(bytes)).toMatchObject({ width: 1200, height: 630, type: "webp" });
    expect(bytes.byteLength).toBeLessThanOrEqual(400 * 1_024);
  });
});

test.each(["#ffffff", "#777777", "#767676", "#ff0000", "#00ff88", "#000000"])("text is legible on %s", (ground) => {
  expect(contrast(inkOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
});
