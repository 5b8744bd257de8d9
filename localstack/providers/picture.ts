import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

/** A PNG of the size whose colours follow from the seed: a gradient, so that it is small. */
export function pictureOf(width: number, height: number, seed: string): Buffer {
  const hash = createHash("sha256").update(seed).digest();
  const row = 1 + width * 3;
  const raw = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const share = y / height;
    const colour = [0, 1, 2].map((at) => Math.round((hash[at] ?? 0) * (1 - share) + (hash[at + 3] ?? 0) * share));
    raw.fill(Buffer.from(colour), y * row + 1, (y + 1) * row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
