import {
  converter,
  formatHex,
  modeHsl,
  modeHwb,
  modeLab,
  modeLch,
  modeOklab,
  modeOklch,
  modeRgb,
  parse,
  useMode,
} from "culori/fn";

for (const mode of [modeRgb, modeHsl, modeHwb, modeLab, modeLch, modeOklab, modeOklch]) useMode(mode);
const toRgb = converter("rgb");
const toOklch = converter("oklch");

const token = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([^()]*\)|\b[a-z]{3,20}\b/gi;
const variable = /var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)/;
const depthMax = 8;

/** A value with its variables put in, as far as they are known. */
export function resolved(value: string, variables: ReadonlyMap<string, string>): string {
  let text = value;
  for (let depth = 0; depth < depthMax; depth++) {
    const found = variable.exec(text);
    if (!found) return text;
    const known = variables.get(found[1] ?? "") ?? found[2] ?? "";
    text = `${text.slice(0, found.index)}${known}${text.slice(found.index + found[0].length)}`.slice(0, 2_000);
  }
  return text;
}

/** The first opaque colour of a value as `#rrggbb`, or null. Three numbers alone, as frameworks keep them, are read as RGB or HSL. */
export function hexOf(value: string): string | null {
  const bare = /^(\d{1,3})[\s,]+(\d{1,3})(%?)[\s,]+(\d{1,3})(%?)$/.exec(value.trim());
  if (bare) return hexOf(bare[3] ? `hsl(${bare[1]} ${bare[2]}% ${bare[4]}%)` : `rgb(${bare[1]} ${bare[2]} ${bare[4]})`);
  for (const [word] of value.matchAll(token)) {
    const colour = parse(word);
    if (!colour || (colour.alpha ?? 1) < 0.5) continue;
    const hex = formatHex(toRgb(colour));
    if (hex && /^#[0-9a-f]{6}$/.test(hex)) return hex;
  }
  return null;
}

/** True for a colour that is more than a shade of grey. */
export function isChromatic(hex: string): boolean {
  const colour = toOklch(hex);
  return colour !== undefined && colour.c > 0.04 && colour.l > 0.12 && colour.l < 0.97;
}
