/** The part of fontkit that draws headlines: it comes without types. */
declare module "fontkit" {
  interface Glyph {
    id: number;
    path: { toSVG(): string };
  }
  interface Font {
    unitsPerEm: number;
    ascent: number;
    hasGlyphForCodePoint(point: number): boolean;
    layout(text: string): { glyphs: Glyph[]; positions: { xAdvance: number; xOffset: number; yOffset: number }[] };
  }
  export function create(bytes: Uint8Array): Font;
}
