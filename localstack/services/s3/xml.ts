/** Text made safe for an XML element. */
export function escapeXml(text: string): string {
  return text.replace(
    /[<>&"']|[^\t\n\r\u0020-\ud7ff\ud800-\udfff\ue000-\ufffd]/g,
    (char) => `&#${char.codePointAt(0)};`,
  );
}

/** `<name>text</name>`; nothing when there is no text. */
export function element(name: string, text: string | number | boolean | undefined): string {
  return text === undefined ? "" : `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** A whole answer document in the namespace the clients expect. */
export function xmlDocument(root: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${body}</${root}>`;
}

/** The inner text of every `<name>` in the document, still escaped when it holds elements. */
export function blocks(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g"))].map(
    (match) => match[1] ?? "",
  );
}

/** The text of the first `<name>`, unescaped. */
export function textOf(xml: string, name: string): string | undefined {
  const inner = blocks(xml, name)[0];
  return inner === undefined ? undefined : unescapeXml(inner);
}

/** The texts of every `<name>`, unescaped. */
export function textsOf(xml: string, name: string): string[] {
  return blocks(xml, name).map(unescapeXml);
}

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? whole);
  });
}
