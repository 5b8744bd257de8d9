import PDFDocument from "pdfkit";
import type { Company } from "../company.ts";
import type { Source } from "../source.ts";
import { type Block, blocksOf, plain, type Run } from "./blocks.ts";

const margin = 64;
const bodySize = 10.5;
const headingSizes: Record<number, number> = { 2: 15, 3: 12 };

/** The document as PDF (US Letter, page numbers, same bytes for the same source). */
export function renderPdf(source: Source, company: Company): Promise<Buffer> {
  const doc = new PDFDocument({
    size: "LETTER",
    margins: { top: margin, bottom: margin + 14, left: margin, right: margin },
    bufferPages: true,
    info: {
      Title: source.title,
      Author: company.name,
      Subject: source.summary,
      CreationDate: source.date,
      ModDate: source.date,
    },
  });
  const done = collect(doc);
  writeTitle(doc, source, company);
  for (const block of blocksOf(source.body)) writeBlock(doc, block, company);
  writeFooters(doc, source, company);
  doc.end();
  return done;
}

/** All bytes of a PDF once it has ended. */
export function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on("data", (part: Buffer) => parts.push(part));
    doc.once("end", () => resolve(Buffer.concat(parts)));
    doc.once("error", reject);
  });
}

function writeTitle(doc: PDFKit.PDFDocument, source: Source, company: Company): void {
  doc.rect(0, 0, doc.page.width, 8).fill(company.accent);
  doc.fillColor(company.accent).font("Helvetica-Bold").fontSize(10).text(company.name);
  doc.moveDown(0.6).fillColor(company.ink).fontSize(23).text(source.title);
  doc.moveDown(0.4).font("Helvetica-Oblique").fontSize(11).fillColor("#555555").text(source.summary);
  doc.moveDown(1);
}

function writeBlock(doc: PDFKit.PDFDocument, block: Block, company: Company): void {
  switch (block.kind) {
    case "heading":
      writeHeading(doc, block.level, plain(block.runs), company);
      return;
    case "paragraph":
      writeRuns(doc, block.runs, company.ink);
      doc.moveDown(0.6);
      return;
    case "quote":
      writeRuns(
        doc,
        block.runs.map((run) => ({ ...run, italic: true })),
        company.accent,
        18,
      );
      doc.moveDown(0.6);
      return;
    case "list":
      for (const [index, item] of block.items.entries())
        writeItem(doc, block.ordered ? `${index + 1}.` : "•", item, company);
      doc.moveDown(0.5);
      return;
    case "table":
      writeTable(doc, block.header, block.rows, company);
  }
}

function writeHeading(doc: PDFKit.PDFDocument, level: number, text: string, company: Company): void {
  // A heading alone at the foot of a page is moved with its text.
  if (doc.y > doc.page.height - 150) doc.addPage();
  doc.moveDown(level === 2 ? 0.7 : 0.3);
  doc.fillColor(level === 2 ? company.accent : company.ink).font("Helvetica-Bold");
  doc
    .fontSize(headingSizes[level] ?? 11)
    .text(text)
    .moveDown(0.35);
}

function writeRuns(doc: PDFKit.PDFDocument, runs: readonly Run[], colour: string, indent = 0): void {
  const left = doc.page.margins.left + indent;
  const width = doc.page.width - doc.page.margins.right - left;
  doc.fillColor(colour).fontSize(bodySize);
  for (const [index, run] of runs.entries()) {
    const options = { width, lineGap: 2.5, continued: index < runs.length - 1 };
    doc.font(fontOf(run));
    if (index === 0) doc.text(run.text, left, doc.y, options);
    else doc.text(run.text, options);
  }
  doc.x = doc.page.margins.left;
}

function fontOf(run: Run): string {
  if (run.bold) return run.italic ? "Helvetica-BoldOblique" : "Helvetica-Bold";
  return run.italic ? "Helvetica-Oblique" : "Helvetica";
}

function writeItem(doc: PDFKit.PDFDocument, mark: string, runs: readonly Run[], company: Company): void {
  if (doc.y > doc.page.height - doc.page.margins.bottom - 30) doc.addPage();
  const top = doc.y;
  doc
    .font("Helvetica")
    .fontSize(bodySize)
    .fillColor(company.accent)
    .text(mark, doc.page.margins.left + 4, top, { lineBreak: false });
  doc.y = top;
  writeRuns(doc, runs, company.ink, 22);
  doc.moveDown(0.2);
}

function writeTable(doc: PDFKit.PDFDocument, header: string[], rows: string[][], company: Company): void {
  if (doc.y > doc.page.height - 190) doc.addPage();
  doc.font("Helvetica").fontSize(9.5).fillColor(company.ink);
  doc.table({
    columnStyles: columnWidths(header, rows, doc.page.width - 2 * margin).map((width) => ({ width })),
    defaultStyle: { border: { bottom: 0.5 }, borderColor: "#c9c9c9", padding: 5 },
    data: [
      header.map((text) => ({ text, font: { src: "Helvetica-Bold", size: 9.5 }, backgroundColor: company.paper })),
      ...rows,
    ],
  });
  doc.x = doc.page.margins.left;
  doc.moveDown(1);
}

/** Widths in points that follow the longest cell of each column, within bounds, and fill the line exactly. */
function columnWidths(header: string[], rows: string[][], total: number): number[] {
  const weights = header.map((title, column) => {
    const longest = Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0));
    return Math.min(Math.max(longest, 8), 34);
  });
  const sum = weights.reduce((left, right) => left + right, 0);
  return weights.map((weight) => (weight / sum) * total);
}

function writeFooters(doc: PDFKit.PDFDocument, source: Source, company: Company): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Text below the bottom margin would open a new page.
    doc.page.margins.bottom = 0;
    doc.font("Helvetica").fontSize(8).fillColor("#777777");
    doc.text(`${company.name} · ${source.title} · Page ${page + 1} of ${count}`, margin, doc.page.height - 46, {
      width: doc.page.width - 2 * margin,
      align: "center",
      lineBreak: false,
    });
  }
}
