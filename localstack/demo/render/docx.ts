import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import type { Company } from "../company.ts";
import type { Source } from "../source.ts";
import { type Block, blocksOf, type Run } from "./blocks.ts";
import { escapeXml } from "./escape.ts";
import { fixZipTimes } from "./zip-time.ts";

type Child = Paragraph | Table;
type Level = (typeof HeadingLevel)[keyof typeof HeadingLevel];

const headings: Record<number, Level> = { 2: HeadingLevel.HEADING_1, 3: HeadingLevel.HEADING_2 };

/** The document as DOCX with real heading, list and table styles (same bytes for the same source). */
export function renderDocx(source: Source, company: Company): Promise<Buffer> {
  const blocks = blocksOf(source.body);
  const orderedLists = blocks.filter((block) => block.kind === "list" && block.ordered).length;
  let list = 0;
  const children = blocks.flatMap((block) => {
    if (block.kind === "list" && block.ordered) list += 1;
    return childrenOf(block, company, `steps-${list}`);
  });
  const lead = [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(source.title)] }),
    new Paragraph({ spacing: { after: 320 }, children: [new TextRun({ text: source.summary, italics: true })] }),
  ];
  const document = new Document({
    creator: company.name,
    title: source.title,
    styles: stylesOf(company),
    numbering: { config: numberingOf(orderedLists) },
    sections: [{ footers: { default: footerOf(source, company) }, children: [...lead, ...children] }],
  });
  return pack(document, source, company);
}

async function pack(document: Document, source: Source, company: Company): Promise<Buffer> {
  const core = { path: "docProps/core.xml", data: coreXml(source, company) };
  return fixZipTimes(Buffer.from(await Packer.toBuffer(document, undefined, [core])));
}

function childrenOf(block: Block, company: Company, steps: string): Child[] {
  switch (block.kind) {
    case "heading":
      return [
        new Paragraph({ heading: headings[block.level] ?? HeadingLevel.HEADING_3, children: textOf(block.runs) }),
      ];
    case "paragraph":
      return [new Paragraph({ spacing: { after: 160 }, children: textOf(block.runs) })];
    case "quote":
      return [new Paragraph({ style: "IntenseQuote", indent: { left: 480 }, children: textOf(block.runs) })];
    case "list":
      return block.items.map((item) => {
        const reference = block.ordered ? steps : "bullets";
        return new Paragraph({ numbering: { reference, level: 0 }, spacing: { after: 60 }, children: textOf(item) });
      });
    case "table":
      return [tableOf(block.header, block.rows, company), new Paragraph({ children: [] })];
  }
}

function textOf(runs: readonly Run[]): TextRun[] {
  return runs.map((run) => new TextRun({ text: run.text, bold: run.bold, italics: run.italic }));
}

function tableOf(header: string[], rows: string[][], company: Company): Table {
  const cell = (text: string, bold: boolean): TableCell =>
    new TableCell({
      margins: { top: 60, bottom: 60, left: 100, right: 100 },
      ...(bold ? { shading: { fill: company.paper.slice(1) } } : {}),
      children: [new Paragraph({ children: [new TextRun({ text, bold })] })],
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({ tableHeader: true, children: header.map((text) => cell(text, true)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text) => cell(text, false)) })),
    ],
  });
}

function stylesOf(company: Company) {
  const colour = company.accent.slice(1);
  return {
    default: {
      document: { run: { font: "Calibri", size: 22 } },
      title: { run: { size: 48, bold: true, color: company.ink.slice(1) }, paragraph: { spacing: { after: 120 } } },
      heading1: { run: { size: 30, bold: true, color: colour }, paragraph: { spacing: { before: 320, after: 120 } } },
      heading2: { run: { size: 25, bold: true }, paragraph: { spacing: { before: 240, after: 80 } } },
    },
  };
}

function numberingOf(orderedLists: number) {
  const indent = { paragraph: { indent: { left: 560, hanging: 280 } } };
  const level = (format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => [
    { level: 0, format, text, alignment: AlignmentType.LEFT, style: indent },
  ];
  const steps = Array.from({ length: orderedLists }, (_, index) => ({
    reference: `steps-${index + 1}`,
    levels: level(LevelFormat.DECIMAL, "%1."),
  }));
  return [{ reference: "bullets", levels: level(LevelFormat.BULLET, "•") }, ...steps];
}

function footerOf(source: Source, company: Company): Footer {
  const children = [`${company.name} · ${source.title} · Page `, PageNumber.CURRENT];
  return new Footer({
    children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children, size: 16 })] })],
  });
}

function coreXml(source: Source, company: Company): string {
  const time = source.date.toISOString();
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(source.title)}</dc:title><dc:creator>${escapeXml(company.name)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${time}</dcterms:modified></cp:coreProperties>`;
}
