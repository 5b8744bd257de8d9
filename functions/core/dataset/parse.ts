import { fileBytesMax } from "#schema/dataset.ts";
import { assembleFile, type Extract, type ParsedFile } from "./blocks.ts";
import { FileError } from "./file-error.ts";
import { decodeText } from "./plain.ts";
import type { FileKind } from "./sniff.ts";

export type { Block, BlockKind, ParsedFile } from "./blocks.ts";
export { FileError } from "./file-error.ts";

const textMax = 20_000_000;

/**
 * Reads a file into blocks of text. `kind` comes from `sniff`; `onProgress` hears the share done, 0..1.
 * Scripts, hidden text and invisible characters are left out. Throws only `FileError`.
 */
export async function parseFile(
  bytes: Uint8Array,
  kind: FileKind,
  onProgress: (share: number) => void = () => undefined,
): Promise<ParsedFile> {
  if (bytes.byteLength === 0) throw new FileError("empty");
  if (bytes.byteLength > fileBytesMax) throw new FileError("too_large");
  const extract = await read(bytes, kind, onProgress).catch((error: unknown) => {
    throw error instanceof FileError ? error : new FileError("corrupt", error);
  });
  const length = extract.pieces.reduce(
    (sum, piece) => sum + piece.lines.reduce((all, line) => all + line.length, 0),
    0,
  );
  if (length > textMax) throw new FileError("too_large");
  const parsed = assembleFile(extract);
  if (!/[\p{L}\p{N}]{2}/u.test(parsed.text)) throw new FileError("empty");
  onProgress(1);
  return parsed;
}

async function read(bytes: Uint8Array, kind: FileKind, onProgress: (share: number) => void): Promise<Extract> {
  switch (kind) {
    case "pdf":
      return (await import("./pdf.ts")).readPdf(bytes, onProgress);
    case "docx":
      return (await import("./docx.ts")).readDocx(bytes);
    case "html":
      return (await import("./html.ts")).readHtml(decodeText(bytes));
    case "markdown":
      return (await import("./markdown.ts")).readMarkdown(decodeText(bytes));
    case "text":
      return (await import("./plain.ts")).readPlain(decodeText(bytes));
    case "unsupported":
      throw new FileError("unsupported");
  }
}
