import { cleanCharacters } from "./clean.ts";

const decodedMax = 40;
const partMax = 20_000;

/** Letters of other scripts and styles that pass for Latin ones, beside those that compatibility forms already fold. */
const lookalikes: Record<string, string> = Object.fromEntries(
  [
    "aаαɑ",
    "bЬв",
    "cсϲ",
    "dԁ",
    "eеєε",
    "gɡ",
    "hһн",
    "iіιıӏ",
    "jј",
    "kкκ",
    "lⅼ",
    "mм",
    "nոп",
    "oоοօ",
    "pрρ",
    "qԛ",
    "rг",
    "sѕ",
    "tтτ",
    "uυս",
    "vνѵ",
    "wԝω",
    "xхχ",
    "yуγ",
    "zᴢ",
  ].flatMap(([latin = "", ...others]) => others.map((other) => [other, latin])),
);
const leet: Record<string, string> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s" };
const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  colon: ":",
  sol: "/",
};

/**
 * The text as a model may read it: as it stands, without what cannot be seen, and what is hidden in it by the usual ways of
 * writing text as other text (tag characters, entities, percent, base64, hex, ROT13, look-alike letters, backwards). For
 * comparing only: nothing of it is ever shown or sent.
 */
export function readingsOf(text: string): string[] {
  const plain = cleanCharacters(text);
  const found = new Set([plain, tagged(text), latin(plain), rot13(plain), leeted(plain), backwards(plain)]);
  for (const once of [plain, latin(plain)])
    for (const decoded of decoders(once)) {
      found.add(decoded);
      for (const twice of decoders(decoded)) found.add(twice);
    }
  found.delete("");
  return [...found];
}

function decoders(text: string): string[] {
  return [unescaped(text), percent(text), ...base64s(text), ...hexes(text)].filter((decoded) => decoded !== text);
}

/** What tag characters spell: they are copies of ASCII that nobody sees. */
function tagged(text: string): string {
  const spelled = [...text.matchAll(/[\u{e0020}-\u{e007e}]/gu)].map(([sign]) =>
    String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xe0000),
  );
  return spelled.join("");
}

function latin(text: string): string {
  return text.normalize("NFKC").replaceAll(/[^\p{ASCII}]/gu, (sign) => {
    const small = sign.toLowerCase();
    const found = lookalikes[small];
    if (found === undefined) return sign;
    return sign === small ? found : found.toUpperCase();
  });
}

function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (sign) => {
    const code = sign.charCodeAt(0);
    return String.fromCharCode(code + (sign.toLowerCase() < "n" ? 13 : -13));
  });
}

function leeted(text: string): string {
  return text.replaceAll(/(?<=\w)[013457@$]|[013457@$](?=\p{L})/gu, (sign) => leet[sign] ?? sign);
}

function backwards(text: string): string {
  return text.length > partMax ? "" : [...text].toReversed().join("");
}

function unescaped(text: string): string {
  return text
    .replaceAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (whole, hex?: string, decimal?: string) =>
      character(hex ? Number.parseInt(hex, 16) : Number(decimal), whole),
    )
    .replaceAll(/&([a-z]{2,5});/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .replaceAll(/\\u\{?([0-9a-f]{4,6})\}?|\\x([0-9a-f]{2})/gi, (whole, long?: string, short?: string) =>
      character(Number.parseInt(long ?? short ?? "", 16), whole),
    );
}

function character(code: number, otherwise: string): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

function percent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function base64s(text: string): string[] {
  return [...text.matchAll(/(?:[A-Za-z0-9+/_-]{4}\s?){4,}[A-Za-z0-9+/_-]{0,4}={0,2}/g)]
    .slice(0, decodedMax)
    .flatMap(([run]) => [run.replaceAll(/\s/g, ""), ...run.split(/\s/).filter((piece) => piece.length >= 16)])
    .flatMap((run) => readable(Buffer.from(run.slice(0, partMax), "base64")));
}

function hexes(text: string): string[] {
  return [...text.matchAll(/\b(?:(?:0x|\\x)?[0-9a-f]{2}[\s:,]?){10,}/gi)]
    .slice(0, decodedMax)
    .flatMap(([run]) => readable(Buffer.from(run.replaceAll(/0x|\\x|[\s:,]/gi, ""), "hex")));
}

function readable(bytes: Buffer): string[] {
  const text = bytes.toString("utf8");
  const signs = text.match(/[\p{L}\p{N}\p{P}\s]/gu)?.length ?? 0;
  return text.length >= 8 && !text.includes("\ufffd") && signs >= text.length * 0.9 ? [text] : [];
}
