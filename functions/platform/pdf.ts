const margin = 64;

export interface Sheet {
  title: string;
  /** Paragraphs; one that begins with `## ` is a heading. */
  paragraphs: readonly string[];
  /** Written into the file as its date, so that the same text gives the same bytes. */
  date: Date;
}

/** A plain text as PDF (A4, page numbers). The same sheet gives the same bytes. */
export async function renderPdf(sheet: Sheet): Promise<Uint8Array> {
  const info = { Title: sheet.title, CreationDate: sheet.date, ModDate: sheet.date };
  // Loaded when a contract is made, which is once in the life of a workspace.
  const { default: PDFDocument } = await import("pdfkit");
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    bufferPages: true,
    info,
  });
  const bytes = collect(doc);
  doc.font("Helvetica-Bold").fontSize(20).text(sheet.title).moveDown(1);
  for (const paragraph of sheet.paragraphs) {
    const heading = paragraph.startsWith("## ");
    doc
      .font(heading ? "Helvetica-Bold" : "Helvetica")
      .fontSize(heading ? 12 : 10.5)
      .text(heading ? paragraph.slice(3) : paragraph)
      .moveDown(heading ? 0.3 : 0.7);
  }
  number(doc);
  doc.end();
  return bytes;
}

function number(doc: PDFKit.PDFDocument): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    const line = doc.page.height - margin / 2;
    doc
      .font("Helvetica")
      .fontSize(8)
      .text(`${page - start + 1} / ${count}`, margin, line, { align: "center", lineBreak: false });
  }
}

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on("data", (part: Buffer) => parts.push(part));
    doc.once("end", () => resolve(Buffer.concat(parts)));
    doc.once("error", reject);
  });
}
