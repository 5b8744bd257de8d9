/** One line of an answer in JSON made readable: a name with a text, or a name alone over what is inside. */
export interface OutlineLine {
  depth: number;
  name: string | null;
  text: string | null;
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "", b: "", f: "" };

/**
 * The names and texts of a JSON answer that may still be growing, in order. A second answer in the same stream (a repair) replaces the
 * first. What is not JSON yields no lines.
 */
export function jsonOutline(raw: string): OutlineLine[] {
  let lines: OutlineLine[] = [];
  const open: ("{" | "[")[] = [];
  let name: string | null = null;
  let expectsName = false;
  const put = (text: string | null) => {
    lines.push({ depth: Math.max(0, open.length - 1), name, text });
    name = null;
  };
  let at = Math.max(0, raw.search(/[{[]/));
  while (at < raw.length) {
    const character = raw.charAt(at);
    if (character === "{" || character === "[") {
      if (open.length === 0) lines = [];
      if (name !== null) put(null);
      open.push(character);
      expectsName = character === "{";
      at += 1;
    } else if (character === "}" || character === "]") {
      open.pop();
      at += 1;
    } else if (character === ",") {
      expectsName = open.at(-1) === "{";
      at += 1;
    } else if (character === '"') {
      const { value, end, isWhole } = stringAt(raw, at + 1);
      at = end;
      if (expectsName && isWhole) name = value;
      else if (!expectsName) put(value);
      expectsName = false;
    } else {
      const bare = open.length > 0 ? /^[\w.+-]+/.exec(raw.slice(at, at + 40))?.[0] : undefined;
      if (bare !== undefined) put(bare);
      at += bare?.length ?? 1;
    }
  }
  return lines;
}

function stringAt(raw: string, from: number): { value: string; end: number; isWhole: boolean } {
  let value = "";
  for (let at = from; at < raw.length; at++) {
    const character = raw.charAt(at);
    if (character === '"') return { value, end: at + 1, isWhole: true };
    if (character !== "\\") {
      value += character;
      continue;
    }
    at += 1;
    const kind = raw.charAt(at);
    if (kind === "u") {
      const code = Number.parseInt(raw.slice(at + 1, at + 5), 16);
      if (!Number.isNaN(code)) value += String.fromCharCode(code);
      at += 4;
    } else value += escapes[kind] ?? kind;
  }
  return { value, end: raw.length, isWhole: false };
}
