import { fileBytesMax } from "#schema/dataset.ts";

/** MIME type -> endings that can be read. */
export const readable: Record<string, string[]> = {
  "application/pdf": [".pdf"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
  "text/html": [".html", ".htm"],
  "text/markdown": [".md", ".markdown"],
  "text/plain": [".txt"],
};

/** Told before anybody chooses a file. */
export const readableWords = `PDF, DOCX, HTML, Markdown or plain text, up to ${fileBytesMax / 1_024 ** 2} MB each`;

/** The type to declare: browsers leave it empty for Markdown. */
export function mimeOf(file: File): string {
  const name = file.name.toLowerCase();
  const known = Object.entries(readable).find(([, endings]) => endings.some((ending) => name.endsWith(ending)));
  return known?.[0] ?? (file.type === "" ? "application/octet-stream" : file.type);
}

/** Why a file will not be taken, or null. */
export function refusal(file: File): string | null {
  if (file.size === 0) return "The file is empty.";
  if (file.size > fileBytesMax) return "The file is larger than 50 MB. Split it and upload the parts.";
  if (!(mimeOf(file) in readable))
    return "This kind of file cannot be read. Upload PDF, DOCX, HTML, Markdown or plain text.";
  return null;
}

const kindWords: Record<string, string> = {
  "application/pdf": "PDF",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
  "text/html": "HTML",
  "text/markdown": "Markdown",
  "text/plain": "Text",
};

/** Short name of a MIME type. */
export function kindOf(mime: string): string {
  return kindWords[mime] ?? mime.split("/").at(-1)?.toUpperCase() ?? mime;
}
