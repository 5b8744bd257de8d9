import * as z from "zod";
import { id } from "./ids.ts";

export const ReadingLevel = z.enum(["simple", "general", "expert"]);

export const AssetKind = z.enum(["logo", "icon", "color", "font", "image", "video", "guideline"]);
export const AssetSource = z.enum(["manual", "crawl"]);

/** A logo, colour, font or guideline; found by a crawl with a confidence, or given by a person. */
export const BrandAssetRow = z.object({
  id: id("brandAsset"),
  kind: AssetKind,
  label: z.string().min(1).max(120),
  value: z.string().min(1).max(4000).nullable(),
  mediaId: id("media").nullable(),
  source: AssetSource,
  confidence: z.number().min(0).max(1).nullable(),
  position: z.number().int().min(0),
});
