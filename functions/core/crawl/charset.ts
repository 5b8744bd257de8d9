/** The text of a page: by byte order mark, by what the server says, by what the page says of itself, else UTF-8 or Windows-1252. Never throws. */
export function decodePage(bytes: Uint8Array, contentType: string | null): string {
  for (const label of [marked(bytes), named(contentType ?? ""), declared(bytes)]) {
    const text = label && decode(bytes, label);
    // A page that says UTF-8 and is not is read as what it most likely is.
    if (text && !isBroken(text)) return text;
  }
  const text = new TextDecoder().decode(bytes);
  return isBroken(text) ? new TextDecoder("windows-1252").decode(bytes) : text;
}

function marked(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

function named(text: string): string | null {
  return /charset\s*=\s*["']?\s*([\w:-]+)/i.exec(text)?.[1] ?? null;
}

function declared(bytes: Uint8Array): string | null {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 4_096));
  const metas = head.match(/<meta\b[^>]*>|<\?xml\b[^>]*>/gi) ?? [];
  const label = metas.map((meta) => named(meta) ?? /encoding\s*=\s*["']([\w:-]+)/i.exec(meta)?.[1]).find(Boolean);
  // Bytes in which this could be read are not UTF-16.
  return label ? (/^utf-?16/i.test(label) ? "utf-8" : label) : null;
}

function decode(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return null;
  }
}

function isBroken(text: string): boolean {
  return (text.match(/\ufffd/g)?.length ?? 0) * 200 > text.length;
}
