import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { RetrievalMode } from "./retrieval.ts";

export const FileStatus = z.enum(["queued", "processing", "ready", "failed", "disabled", "deleted"]);
export type FileStatus = z.infer<typeof FileStatus>;
export const CrawlSchedule = z.enum(["weekly", "monthly", "manual"]);
export type CrawlSchedule = z.infer<typeof CrawlSchedule>;
export const FileErrorCode = z.enum(["unsupported", "encrypted", "empty", "too_large", "corrupt", "embed_error"]);
export type FileErrorCode = z.infer<typeof FileErrorCode>;
export const DocKind = z.enum(["brand_voice", "context", "landing_page", "competitor", "blog", "document", "web_page"]);
export type DocKind = z.infer<typeof DocKind>;
export const Trust = z.enum(["own", "site", "third_party"]);
export type Trust = z.infer<typeof Trust>;
export const FileSource = z.enum(["upload", "crawl", "published", "agent", "api"]);
export const FileStage = z.enum(["parsing", "chunking", "embedding"]);
export const DatasetKind = z.enum([
  "client_documents",
  "website_content",
  "published_content",
  "competitor_research",
  "custom",
]);
export const DatasetParser = z.enum(["standard", "layout"]);
export const DatasetVisibility = z.enum(["tenant", "tenant_read", "dm"]);
export const IngestKind = z.enum(["file", "reindex", "clear", "crawl"]);
export const IngestStatus = z.enum(["queued", "running", "paused_budget", "done", "failed", "cancelled"]);
export type FileVerb = "start" | "finish" | "fail" | "reprocess" | "disable" | "enable" | "delete";

export const fileMachine: readonly Transition<FileStatus, FileVerb>[] = [
  { from: ["queued"], verb: "start", to: "processing" },
  { from: ["processing"], verb: "finish", to: "ready" },
  { from: ["queued", "processing"], verb: "fail", to: "failed" },
  { from: ["failed", "ready"], verb: "reprocess", to: "queued" },
  { from: ["ready"], verb: "disable", to: "disabled" },
  { from: ["disabled"], verb: "enable", to: "ready" },
  { from: ["queued", "processing", "ready", "failed", "disabled"], verb: "delete", to: "deleted" },
];

/** How much a kind of document weighs in ranking. */
export const importanceOf: Record<DocKind, number> = {
  brand_voice: 1,
  context: 0.9,
  landing_page: 0.8,
  competitor: 0.7,
  blog: 0.6,
  document: 0.5,
  web_page: 0.4,
};

export const fileBytesMax = 50 * 1024 * 1024;
export const filePagesMax = 2_000;

/** What went wrong with a file, in words for the person who uploaded it. */
export const fileErrorText: Record<FileErrorCode, string> = {
  unsupported: "This kind of file cannot be read. Upload PDF, DOCX, HTML, Markdown or plain text.",
  encrypted: "The file is protected by a password. Remove the protection and upload it again.",
  empty: "No text was found in the file. A scan needs text recognition first.",
  too_large: "The file is larger than 50 MB or 2,000 pages. Split it and upload the parts.",
  corrupt: "The file is damaged or cut off. Export it again from its source.",
  embed_error: "The text could not be indexed just now. Try again.",
};

export const Dataset = z.object({
  id: id("dataset"),
  name: z.string(),
  kind: DatasetKind,
  embeddingModel: z.string(),
  fileCount: z.number().int(),
  chunkCount: z.number().int(),
  bytes: z.number().int(),
  enabled: z.boolean(),
  mayUpload: z.boolean(),
  updatedAt: Time,
});
export type Dataset = z.infer<typeof Dataset>;

export const DatasetFile = z.object({
  id: id("datasetFile"),
  datasetId: id("dataset"),
  title: z.string(),
  fileName: z.string().nullable(),
  mime: z.string(),
  bytes: z.number().int(),
  docKind: DocKind,
  status: FileStatus,
  stage: FileStage.nullable(),
  waitsForBudget: z.boolean().describe("its vectors wait for provider budget"),
  errorCode: FileErrorCode.nullable(),
  errorText: z.string().nullable(),
  chunkCount: z.number().int(),
  tokens: z.number().int(),
  language: z.string().nullable(),
  flags: z.array(z.string()),
  createdAt: Time,
  indexedAt: Time.nullable(),
});
export type DatasetFile = z.infer<typeof DatasetFile>;

export const FileChunk = z.object({
  id: id("chunk"),
  seq: z.number().int(),
  headingPath: z.string().nullable(),
  text: z.string(),
  startOffset: z.number().int(),
  endOffset: z.number().int(),
  page: z.number().int().nullable(),
  tokens: z.number().int(),
});
export type FileChunk = z.infer<typeof FileChunk>;

export const AddFiles = z.strictObject({
  uploadIds: z.array(id("upload")).min(1).max(20),
  docKind: DocKind.optional(),
});
export const DatasetQuery = z.strictObject({
  query: z.string().trim().min(2).max(1_000),
  datasetIds: z.array(id("dataset")).max(20).optional(),
  topK: z.number().int().min(3).max(20).default(8),
  mode: RetrievalMode.default("hybrid"),
});

export const UploadInput = z.strictObject({
  purpose: z.enum(["dataset", "brand"]),
  fileName: z.string().trim().min(1).max(200),
  mime: z.string().trim().min(3).max(120),
  bytes: z.number().int().min(1).max(fileBytesMax),
});
export const UploadTicket = z.object({
  uploadId: id("upload"),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: Time,
});
export type UploadTicket = z.infer<typeof UploadTicket>;

/** What arrived of an upload. */
export const UploadStored = z.object({
  uploadId: id("upload"),
  mime: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
});
