import { getDocumentProxy } from "unpdf";
import { filePagesMax } from "#schema/dataset.ts";
import type { Extract } from "./blocks.ts";
import { FileError } from "./file-error.ts";
import { blocksOfPages, linesOf, type PdfItem, type PdfLine } from "./pdf-layout.ts";

const tinyPt = 1.5;

/** A PDF through unpdf, page by page, in reading order. FileError: encrypted, corrupt (damaged or cut off), too_large. */
export async function readPdf(bytes: Uint8Array, onProgress: (share: number) => void): Promise<Extract> {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-65_536);
  if (!tail.includes("%%EOF")) throw new FileError("corrupt");
  const document = await open(bytes);
  try {
    if (document.numPages > filePagesMax) throw new FileError("too_large");
    const pages: PdfLine[][] = [];
    const hidden: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const content = await page.getTextContent();
      const items = content.items.filter((item) => "str" in item).map(toItem);
      hidden.push(...items.filter((item) => item.size < tinyPt).map((item) => item.text));
      pages.push(linesOf(items.filter((item) => item.size >= tinyPt)));
      page.cleanup();
      onProgress((number / document.numPages) * 0.9);
    }
    const { info } = await document.getMetadata().catch(() => ({ info: {} }));
    const title = "Title" in info && typeof info.Title === "string" ? info.Title : "";
    return {
      pieces: blocksOfPages(pages),
      title: /\.\w{2,4}$|^untitled|^microsoft word/i.test(title) ? undefined : title,
      pages: document.numPages,
      hiddenText: hidden.join(" "),
    };
  } finally {
    await document.cleanup();
    await document.loadingTask.destroy();
  }
}

async function open(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, stopAtErrors: false });
  } catch (error) {
    const locked = error instanceof Error && error.name === "PasswordException";
    throw new FileError(locked ? "encrypted" : "corrupt", error);
  }
}

function toItem(item: { str: string; transform: number[]; width: number; hasEOL: boolean }): PdfItem {
  const [, , skew = 0, scale = 0, x = 0, y = 0] = item.transform;
  return { text: item.str, x, y, width: item.width, size: Math.hypot(skew, scale), ends: item.hasEOL };
}
