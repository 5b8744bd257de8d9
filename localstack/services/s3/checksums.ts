import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { crc32 } from "node:zlib";

const CRC32C_POLYNOMIAL = 0x82f63b78;
const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/** The checksums a client may send or ask for, named as in their headers. */
export const algorithms = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"] as const;
export type Algorithm = (typeof algorithms)[number];

/** Bytes of each checksum before it is written in base64. */
export const digestBytes: Record<Algorithm, number> = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 };

/** A checksum in the making. */
export interface Checksummer {
  update(bytes: Buffer): void;
  digest(): Buffer;
}

/** A fresh checksum of one algorithm. */
export function checksummer(algorithm: Algorithm | "md5"): Checksummer {
  if (algorithm === "crc32") return running(crc32);
  if (algorithm === "crc32c") return running(crc32c);
  if (algorithm === "crc64nvme") return crc64nvme();
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

/** The checksum of a file's bytes. */
export async function checksumFile(file: string, algorithm: Algorithm | "md5"): Promise<Buffer> {
  const sum = checksummer(algorithm);
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) sum.update(bytes);
  return sum.digest();
}

function running(next: (bytes: Buffer, sum: number) => number): Checksummer {
  let sum = 0;
  return {
    update: (bytes) => {
      sum = next(bytes, sum);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return bytes;
    },
  };
}

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ CRC32C_POLYNOMIAL : rest >>> 1;
  return rest;
});

function crc32c(bytes: Buffer, before: number): number {
  let sum = ~before;
  for (const byte of bytes) sum = (sum >>> 8) ^ (crc32cTable[(sum ^ byte) & 255] ?? 0);
  return ~sum >>> 0;
}

const crc64Table = BigUint64Array.from({ length: 256 }, (_, byte) => {
  let rest = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) rest = rest & 1n ? (rest >> 1n) ^ CRC64NVME_POLYNOMIAL : rest >> 1n;
  return rest;
});
const crc64High = Uint32Array.from(crc64Table, (entry) => Number(entry >> 32n));
const crc64Low = Uint32Array.from(crc64Table, (entry) => Number(entry & 0xffffffffn));

/** CRC-64/NVME in two halves of 32 bits, as numbers are many times faster than big integers. */
function crc64nvme(): Checksummer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 255;
        low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0);
        high = (high >>> 8) ^ (crc64High[index] ?? 0);
      }
    },
    digest: () => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE(~high >>> 0, 0);
      bytes.writeUInt32BE(~low >>> 0, 4);
      return bytes;
    },
  };
}
