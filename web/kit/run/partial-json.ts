/** What of a model's JSON answer can be read so far. */
export interface ReadableOutput {
  title: string | null;
  body: string;
  complete: boolean;
}

const bodyKeys = ["bodyMarkdown", "body", "answer"];

/**
 * The article inside a JSON answer that is still growing: the last `bodyMarkdown` (or `body`, or `answer`) string, its escapes undone up to where the
 * stream stands. Null when no body has begun; then the raw text is all there is.
 */
export function readableOutput(raw: string): ReadableOutput | null {
  for (const key of bodyKeys) {
    const body = lastString(raw, key);
    if (body) return { title: lastString(raw, "title")?.value ?? null, body: body.value, complete: body.complete };
  }
  return null;
}

function lastString(raw: string, key: string): { value: string; complete: boolean } | null {
  let match: RegExpExecArray | null = null;
  for (const found of raw.matchAll(new RegExp(`"${key}"\\s*:\\s*"`, "g"))) match = found;
  return match ? readString(raw, match.index + match[0].length) : null;
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", '"': '"', "\\": "\\", "/": "/" };

/** Reads a JSON string from just behind its opening quote; a cut escape at the end is left out. */
function readString(raw: string, from: number): { value: string; complete: boolean } {
  let value = "";
  let at = from;
  while (at < raw.length) {
    const character = raw.charAt(at);
    if (character === '"') return { value, complete: true };
    if (character !== "\\") {
      value += character;
      at += 1;
      continue;
    }
    const kind = raw.charAt(at + 1);
    if (kind === "u") {
      const hex = raw.slice(at + 2, at + 6);
      if (!/^[0-9a-f]{4}$/i.test(hex)) break;
      value += String.fromCharCode(Number.parseInt(hex, 16));
      at += 6;
      continue;
    }
    const plain = escapes[kind];
    if (plain === undefined) break;
    value += plain;
    at += 2;
  }
  return { value, complete: false };
}
