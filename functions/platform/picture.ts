import { letter } from "./lettering.ts";

const dark = "#000000";
const light = "#ffffff";
interface Composition {
  width: number;
  height: number;
  headline?: string | undefined;
  /** Ground of the headline. */
  colour?: string | undefined;
  logo?: Uint8Array | undefined;
}

interface Composed {
  bytes: Uint8Array;
  /** False when the headline has letters that the typeface lacks, or does not fit. */
  hasHeadline: boolean;
}

/** A picture in the wanted size, as JPEG, with a headline on a ground of the brand's colour and the logo in its corner. */
export async function compose(
  source: Uint8Array,
  { width, height, headline, colour, logo }: Composition,
): Promise<Composed> {
  const sharp = await library();
  const band = headline ? await bandOf(headline, { width, height, colour: groundOf(colour) }) : null;
  const mark = logo ? await markOf(logo, width, height) : null;
  const layers = [
    ...(band ? [{ input: Buffer.from(band), left: 0, top: 0 }] : []),
    ...(mark ? [{ input: mark, left: Math.round(width * 0.04), top: Math.round(width * 0.04) }] : []),
  ];
  const bytes = await sharp(source)
    .resize(width, height, { fit: "cover" })
    .composite(layers)
    .jpeg({ quality: 88 })
    .toBuffer();
  return { bytes, hasHeadline: band !== null };
}

/** A picture in the wanted size, as WebP of at most so many bytes. */
export async function shrink(
  source: Uint8Array,
  { width, height, bytesMax }: { width: number; height: number; bytesMax: number },
): Promise<Uint8Array> {
  const sharp = await library();
  const sized = await sharp(source).resize(width, height, { fit: "cover" }).png().toBuffer();
  for (let quality = 85; quality >= 25; quality -= 12) {
    const bytes = await sharp(sized).webp({ quality }).toBuffer();
    if (bytes.byteLength <= bytesMax) return bytes;
  }
  throw new Error(`The picture does not fit into ${bytesMax} bytes.`);
}

/** Contrast of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever is read better on a ground: the contrast is never below 4.5. */
export function inkOn(ground: string): string {
  return contrast(light, ground) >= contrast(dark, ground) ? light : dark;
}

// Loaded when a picture is made: it brings a library of its own for each system.
async function library() {
  const { default: sharp } = await import("sharp");
  return sharp;
}

function groundOf(colour: string | undefined): string {
  return colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : dark;
}

async function bandOf(
  headline: string,
  { width, height, colour }: { width: number; height: number; colour: string },
): Promise<string | null> {
  const margin = Math.round(width * 0.06);
  const size = Math.round(Math.min(width * 0.065, height * 0.09));
  const text = await letter(headline, { width: width - 2 * margin, size, colour: inkOn(colour) });
  if (!text) return null;
  const top = Math.round(height - text.height - margin * 1.2);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect x="0" y="${Math.round(top - margin * 0.6)}" width="${width}" height="${height}" fill="${colour}"/>
    <g transform="translate(${margin} ${top})">${text.svg}</g></svg>`;
}

// A logo of any colour stands on a light ground of its own.
async function markOf(logo: Uint8Array, width: number, height: number): Promise<Buffer> {
  const sharp = await library();
  const pad = Math.round(width * 0.015);
  return sharp(logo)
    .resize({ width: Math.round(width * 0.2), height: Math.round(height * 0.1), fit: "inside" })
    .flatten({ background: light })
    .extend({ top: pad, bottom: pad, left: pad, right: pad, background: light })
    .png()
    .toBuffer();
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
