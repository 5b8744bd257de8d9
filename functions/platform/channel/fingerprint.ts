import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";

/** Hash of the words of a title and an HTML body. Tags, entities, spaces and typographic quotes make no difference to it. */
export function fingerprint(title: string, html: string): string {
  const words = [title, html].map((part) => plain(textOf(part)));
  return createHash("sha256").update(words.join("\n")).digest("hex");
}

function textOf(html: string): string {
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  for (const hidden of document.querySelectorAll("script, style")) hidden.remove();
  return document.body.textContent ?? "";
}

function plain(text: string): string {
  return text.normalize("NFKC").replace(/[‘’‚]/g, "'").replace(/[“”„]/g, '"').replace(/[–—]/g, "-").replace(/\s+/g, "");
}
