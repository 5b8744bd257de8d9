import mammoth from "mammoth";
import { filePagesMax } from "#schema/dataset.ts";
import type { Extract } from "./blocks.ts";
import { FileError } from "./file-error.ts";
import { readHtml } from "./html.ts";
import { readZip, writeZip, type ZipEntry } from "./zip.ts";

const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];
const hiddenRun =
  /<w:r(?:\s[^>]*)?>(?:(?!<\/w:r>)[\s\S])*?<w:(?:vanish|webHidden)(?:\s+w:val="(?:1|true|on)")?\s*\/>(?:(?!<\/w:r>)[\s\S])*<\/w:r>/g;

/** A Word document through mammoth, without hidden runs, pictures and embedded files. FileError: encrypted, unsupported (macros), corrupt, too_large. */
export async function readDocx(bytes: Uint8Array): Promise<Extract> {
  if (compoundFile.every((byte, index) => bytes[index] === byte)) throw new FileError("encrypted");
  const entries = readZip(bytes);
  if (
    entries.some((entry) => /vbaProject|\.bin$/i.test(entry.name) && !/printerSettings|oleObject/i.test(entry.name))
  ) {
    throw new FileError("unsupported");
  }
  const hidden: string[] = [];
  let pages = 1;
  const kept: ZipEntry[] = entries
    .filter((entry) => /\.(?:xml|rels)$/i.test(entry.name))
    .map((entry) => {
      if (!/^word\/(?:document|footnotes|endnotes)\.xml$/.test(entry.name)) return entry;
      const xml = new TextDecoder().decode(entry.data);
      if (entry.name === "word/document.xml")
        pages += xml.match(/<w:lastRenderedPageBreak|<w:br w:type="page"/g)?.length ?? 0;
      const shown = xml.replaceAll(hiddenRun, (run) => {
        hidden.push(run.replaceAll(/<[^>]+>/g, " "));
        return "";
      });
      return { name: entry.name, data: new TextEncoder().encode(shown) };
    });
  if (!kept.some((entry) => entry.name === "word/document.xml")) throw new FileError("corrupt");
  if (pages > filePagesMax) throw new FileError("too_large");
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(writeZip(kept)) },
    { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: "" })), externalFileAccess: false },
  );
  const extract = readHtml(`<body>${value}</body>`);
  return { ...extract, pages, title: titleOf(kept) ?? extract.title, hiddenText: hidden.join(" ") };
}

function titleOf(entries: ZipEntry[]): string | undefined {
  const core = entries.find((entry) => entry.name === "docProps/core.xml");
  const title = core && /<dc:title>([^<]+)<\/dc:title>/.exec(new TextDecoder().decode(core.data))?.[1];
  return title?.trim() || undefined;
}
