import { decodeText } from "./plain.ts";

export type FileKind = "pdf" | "docx" | "html" | "markdown" | "text" | "unsupported";

const docxMime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const htmlStart =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h[1-6]|table|ul|meta|title)\b/i;
const markdownSigns: readonly RegExp[] = [
  /^#{1,6} \S/m,
  /\[[^\]\n]+\]\([^)\s]+\)/,
  /(?<!\*)\*\*[^*\n]+\*\*/,
  /^(?:```|~~~)/m,
  /^\|.+\|\s*\n\|[\s:|-]+\|/m,
  /^---\n[\s\S]{1,2000}?\n---\n/,
  /^> \S/m,
];

/** Tells what a file is from its bytes. The name only decides between plain text and Markdown. Never throws. */
export async function sniff(bytes: Uint8Array, fileName: string): Promise<FileKind> {
  const known = await signature(bytes);
  if (known === "application/pdf") return "pdf";
  if (known === docxMime) return "docx";
  if (known === "application/x-cfb") return isEncryptedOffice(bytes) ? "docx" : "unsupported";
  if (known === "application/zip" && hasEntry(bytes, "word/document.xml")) return "docx";
  if (known && known !== "application/xml" && !known.startsWith("text/")) return "unsupported";
  if (!isText(bytes)) return "unsupported";
  const text = decodeText(bytes.subarray(0, 65_536));
  if (htmlStart.test(text)) return "html";
  if (known === "application/xml") return "unsupported";
  const signs = markdownSigns.filter((sign) => sign.test(text)).length;
  return signs >= 2 || /\.(?:md|markdown|mdx)$/i.test(fileName) || /^# \S/.test(text) ? "markdown" : "text";
}

async function signature(bytes: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import("file-type");
  try {
    return (await fileTypeFromBuffer(bytes))?.mime;
  } catch {
    return undefined;
  }
}

/** Word keeps a password-protected document inside an old compound file with this stream. */
function isEncryptedOffice(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from("EncryptedPackage", "utf16le"),
  );
}

function hasEntry(bytes: Uint8Array, name: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(name);
}

function isText(bytes: Uint8Array): boolean {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) return true;
  const head = bytes.subarray(0, 65_536);
  let odd = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd += 1;
  }
  return odd * 100 <= head.length;
}
