import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** Parts of the typeface by script; a headline is set in the first that has all of its letters. */
const parts = ["latin", "latin-ext", "cyrillic", "greek", "vietnamese"] as const;
const linesMax = 4;
const leading = 1.25;
/** How far letters are thickened, in parts of their size. */
const weight = 0.035;

interface Lettering {
  /** SVG paths, the first line's top at the origin. */
  svg: string;
  height: number;
}

/** A headline as outlines, broken into lines, so that no font has to be installed. Null when the typeface lacks one of its letters. */
export async function letter(
  text: string,
  { width, size, colour }: { width: number; size: number; colour: string },
): Promise<Lettering | null> {
  const font = await fontFor(text);
  if (!font) return null;
  for (let at = size; at >= size / 2; at *= 0.85) {
    const scale = at / font.unitsPerEm;
    const lines = broken(text, (line) => widthOf(font, line) * scale <= width);
    if (lines === null || lines.length > linesMax) continue;
    const rows = lines.map((line, row) => {
      const y = row * at * leading + font.ascent * scale;
      return `<g transform="translate(0 ${y.toFixed(2)}) scale(${scale} ${-scale})">${outlines(font, line)}</g>`;
    });
    const stroke = `stroke="${colour}" stroke-width="${weight * font.unitsPerEm}" stroke-linejoin="round"`;
    return { svg: `<g fill="${colour}" ${stroke}>${rows.join("")}</g>`, height: lines.length * at * leading };
  }
  return null;
}

type Font = ReturnType<typeof import("fontkit")["create"]>;
const loaded = new Map<string, Font>();

async function fontFor(text: string): Promise<Font | null> {
  const points = [...text].map((letter) => letter.codePointAt(0) ?? 32);
  for (const part of parts) {
    const font = loaded.get(part) ?? (await load(part));
    if (points.every((point) => font.hasGlyphForCodePoint(point))) return font;
  }
  return null;
}

async function load(part: string): Promise<Font> {
  const { create } = await import("fontkit");
  const path = createRequire(import.meta.url).resolve(
    `@fontsource-variable/inter/files/inter-${part}-wght-normal.woff2`,
  );
  const font = create(await readFile(path));
  loaded.set(part, font);
  return font;
}

function widthOf(font: Font, line: string): number {
  return font.layout(line).positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
}

function outlines(font: Font, line: string): string {
  const { glyphs, positions } = font.layout(line);
  let x = 0;
  return glyphs
    .map((glyph, at) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {};
      const path = `<path transform="translate(${x + xOffset} ${yOffset})" d="${glyph.path.toSVG()}"/>`;
      x += xAdvance;
      return path;
    })
    .join("");
}

// Null when one word alone is too wide.
function broken(text: string, fits: (line: string) => boolean): string[] | null {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else if (fits(word)) lines.push(word);
    else return null;
  }
  return lines;
}
