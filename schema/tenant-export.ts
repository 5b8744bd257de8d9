import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { Sha256 } from "./value.ts";

export const ExportStatus = z.enum(["queued", "running", "ready", "failed", "expired"]);
export type ExportStatus = z.infer<typeof ExportStatus>;
export type ExportVerb = "start" | "finish" | "fail" | "expire";

export const exportMachine: readonly Transition<ExportStatus, ExportVerb>[] = [
  { from: ["queued"], verb: "start", to: "running" },
  { from: ["running"], verb: "finish", to: "ready" },
  { from: ["queued", "running"], verb: "fail", to: "failed" },
  { from: ["ready"], verb: "expire", to: "expired" },
];

/** Full export of one tenant, re-importable. */
export const TenantExportRow = z.object({
  id: id("tenantExport"),
  status: ExportStatus,
  s3Key: z.string().min(1).max(500).nullable(),
  bytes: z.number().int().min(1).nullable(),
  sha256: Sha256.nullable(),
  requestedBy: id("user"),
  expiresAt: Time.nullable(),
  errorCode: z.string().max(80).nullable(),
});
