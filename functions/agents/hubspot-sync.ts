import * as z from "zod";
import * as Crm from "#core/crm/agent.ts";
import { SyncCounts, SyncMode } from "#schema/crm.ts";
import { defineCodeAgent } from "./descriptor/index.ts";

export const SyncInput = z.object({
  channelId: z.string(),
  mode: SyncMode,
  cursor: z.string().optional(),
});
export type SyncInput = z.infer<typeof SyncInput>;

export const SyncOutput = z.strictObject({
  ...SyncCounts.shape,
  /** From when on the next reading asks for changes. */
  cursor: z.string(),
  ended: z.enum(["done", "locked_out"]),
});
export type SyncOutput = z.infer<typeof SyncOutput>;

export const hubspotSync = defineCodeAgent<SyncInput, SyncOutput>({
  name: "hubspot-sync",
  label: "HubSpot sync",
  description: "Takes contacts, deals and what forms sent over from the client's HubSpot.",
  group: "crm",
  worker: "crm",
  minPlan: "pro",
  creditRateKey: null,
  concurrency: 2,
  timeoutMs: 900_000,
  sliceMs: 12 * 60_000,
  input: SyncInput,
  output: SyncOutput,
  load: Crm.load,
  store: Crm.store,
  giveUp: Crm.giveUp,
});
