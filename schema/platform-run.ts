import * as z from "zod";
import { oneOrMany, PageQuery } from "./page.ts";
import { Run, RunErrorCode, RunStatus } from "./run.ts";

/** A run of any client, with whose it is and what it is about. */
export const PlatformRun = Run.extend({
  tenantId: z.string(),
  tenantName: z.string(),
  activity: z.object({ ref: z.string(), title: z.string() }).nullable(),
});
export type PlatformRun = z.infer<typeof PlatformRun>;

/** Days are inclusive and of UTC. */
export const RunFilter = z.strictObject({
  ...PageQuery.shape,
  tenantId: z.string().max(60).optional(),
  agent: z.string().max(60).optional(),
  status: oneOrMany(RunStatus),
  errorCode: RunErrorCode.optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type RunFilter = z.infer<typeof RunFilter>;
