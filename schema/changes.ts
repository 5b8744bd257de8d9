import * as z from "zod";
import { DiffHunk } from "./blog.ts";

/** What changed between two versions of something; `against` is null where there is no earlier one. */
export const VersionDiff = z.object({
  version: z.number().int(),
  against: z.number().int().nullable(),
  hunks: z.array(DiffHunk),
});
export type VersionDiff = z.infer<typeof VersionDiff>;
