export const docKinds = ["brand_voice", "context", "landing_page", "document"] as const;
export type DocKind = (typeof docKinds)[number];

export const formats = ["md", "html", "pdf", "docx"] as const;
export type Format = (typeof formats)[number];

/** MIME type by format, which is also the file name extension. */
export const mimeTypes: Record<Format, string> = {
  md: "text/markdown",
  html: "text/html",
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** One document of a demo company, written to disk. `bytes` is the size, `path` is absolute, `sha256` is hex. */
export type DemoFile = {
  tenantSlug: string;
  fileName: string;
  title: string;
  summary: string;
  mime: string;
  docKind: DocKind;
  path: string;
  bytes: number;
  sha256: string;
};
