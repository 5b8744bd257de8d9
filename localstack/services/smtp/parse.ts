import { createRequire } from "node:module";
import type { AddressObject, Attachment, ParsedMail, simpleParser } from "mailparser";

/** A mail as the inbox shows it. Attachments are fetched one by one by their position. */
export interface Mail {
  from: string;
  to: string[];
  cc: string[];
  replyTo: string[];
  subject: string;
  text: string;
  html: string | undefined;
  headers: Record<string, string>;
  attachments: { filename: string; contentType: string; sizeBytes: number }[];
}

let parser: typeof simpleParser | undefined;

/** Reads a mail. The parser is loaded with the first mail, so that an idle catcher stays small. */
export async function parseSource(source: Buffer): Promise<ParsedMail> {
  parser ??= (createRequire(import.meta.url)("mailparser") as { simpleParser: typeof simpleParser }).simpleParser;
  return await parser(source);
}

/** The parts of a parsed mail that are shown; pictures inside the HTML are data addresses already. */
export function describeMail(parsed: ParsedMail): Mail {
  return {
    from: parsed.from?.text ?? "",
    to: addresses(parsed.to),
    cc: addresses(parsed.cc),
    replyTo: addresses(parsed.replyTo),
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
    html: parsed.html === false ? undefined : parsed.html,
    headers: Object.fromEntries(parsed.headerLines.map(({ key, line }) => [key, unfold(line)])),
    attachments: attachmentsOf(parsed).map((file) => ({
      filename: file.filename ?? "attachment",
      contentType: file.contentType,
      sizeBytes: file.size,
    })),
  };
}

/** The files a mail carries, without the pictures its HTML shows. */
export function attachmentsOf(parsed: ParsedMail): Attachment[] {
  return parsed.attachments.filter((file) => !file.related);
}

function addresses(given: AddressObject | AddressObject[] | undefined): string[] {
  return [given ?? []].flat().flatMap((list) => list.value.flatMap((entry) => entry.address ?? []));
}

function unfold(line: string): string {
  return line
    .slice(line.indexOf(":") + 1)
    .replace(/\r?\n\s+/g, " ")
    .trim();
}
