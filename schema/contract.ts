import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { Sha256 } from "./value.ts";

/** The terms between the agency's platform and a tenant. `mayAccept`: the caller may sign them now. */
export const Contract = z.object({
  id: id("contract"),
  version: z.string(),
  title: z.string(),
  body: z.string().describe("full text, Markdown"),
  sha256: z.string(),
  effectiveFrom: z.string(),
  acceptedAt: Time.nullable(),
  acceptedBy: z.string().nullable().describe("name as typed"),
  mayAccept: z.boolean(),
});
export type Contract = z.infer<typeof Contract>;

export const ContractAccept = z.strictObject({
  version: z.string().max(20),
  typedName: z.string().trim().min(3).max(120),
  accepted: z.literal(true),
});

/** Terms of one version, and who accepted them. */
export const ContractRow = z.object({
  id: id("contract"),
  version: z.string().min(1).max(20),
  title: z.string().min(2).max(200),
  pdfKey: z.string().min(1).max(500),
  pdfSha256: Sha256,
  typedName: z.string().min(3).max(120).nullable(),
  acceptedBy: id("user").nullable(),
  acceptedAt: Time.nullable(),
  acceptedIp: z.string().max(45).nullable(),
  acceptedUserAgent: z.string().max(500).nullable(),
  effectiveFrom: z.iso.date(),
});
