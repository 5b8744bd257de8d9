import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Document, Packer, Paragraph } from "docx";
import PDFDocument from "pdfkit";
import { collect } from "../render/pdf.ts";
import { hostilePage } from "./hostile-page.ts";

export type BrokenReason = "truncated" | "encrypted" | "no_text" | "wrong_type" | "prompt_injection";

/** One file that must not pass quietly. `mime` is what its sender claims, `bytes` is the size, `path` is absolute. */
export type BrokenFile = { fileName: string; mime: string; reason: BrokenReason; path: string; bytes: number };

const pdf = "application/pdf";
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Writes files that an upload, the extraction or an agent must refuse or disarm. The encrypted one differs in every build. */
export async function buildBrokenFiles(outDir: string): Promise<BrokenFile[]> {
  const whole = await letter({});
  const made: { fileName: string; mime: string; reason: BrokenReason; content: Buffer }[] = [
    {
      fileName: "truncated.pdf",
      mime: pdf,
      reason: "truncated",
      content: whole.subarray(0, Math.floor(whole.length / 2)),
    },
    {
      fileName: "encrypted.pdf",
      mime: pdf,
      reason: "encrypted",
      content: await letter({ userPassword: "harbour-light" }),
    },
    { fileName: "empty.docx", mime: docx, reason: "no_text", content: await emptyDocx() },
    { fileName: "invoice.pdf", mime: pdf, reason: "wrong_type", content: program() },
    { fileName: "photos.pdf", mime: pdf, reason: "wrong_type", content: await emptyDocx() },
    { fileName: "hostile.html", mime: "text/html", reason: "prompt_injection", content: Buffer.from(hostilePage) },
  ];
  await mkdir(outDir, { recursive: true });
  return Promise.all(
    made.map(async ({ content, ...file }) => {
      const path = join(outDir, file.fileName);
      await writeFile(path, content);
      return { ...file, path, bytes: content.length };
    }),
  );
}

function letter(options: PDFKit.PDFDocumentOptions): Promise<Buffer> {
  const doc = new PDFDocument({ size: "LETTER", info: { Title: "Letter", CreationDate: new Date(0) }, ...options });
  const done = collect(doc);
  doc.fontSize(20).text("Letter to our wholesale partners").moveDown();
  const sentence = "Deliveries in the week of the harbour festival leave one day earlier than usual. ";
  doc.fontSize(11).text(sentence.repeat(40));
  doc.end();
  return done;
}

async function emptyDocx(): Promise<Buffer> {
  const document = new Document({ sections: [{ children: [new Paragraph({ children: [] })] }] });
  return Buffer.from(await Packer.toBuffer(document));
}

/** The head of a Windows program: DOS header, stub message, PE signature. It has no code to run. */
function program(): Buffer {
  const bytes = Buffer.alloc(1024);
  bytes.write("MZ", 0, "latin1");
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write("This program cannot be run in DOS mode.", 0x40, "latin1");
  bytes.write("PE\0\0", 0x80, "latin1");
  return bytes;
}
