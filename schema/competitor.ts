import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { Domain } from "./value.ts";

export const CompetitorSource = z.enum(["manual", "agent"]);
/** How hard a competitor presses. */
export const Intensity = z.enum(["low", "medium", "high"]);
export type Intensity = z.infer<typeof Intensity>;

export const CompetitorRow = z.object({
  id: id("competitor"),
  name: z.string().min(2).max(120),
  domain: Domain.nullable(),
  source: CompetitorSource,
  intensity: Intensity.nullable(),
  notes: z.string().max(4000).nullable(),
  lastResearchedAt: Time.nullable(),
});
