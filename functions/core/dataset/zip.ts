import { crc32, inflateRawSync } from "node:zlib";
import { FileError } from "./file-error.ts";

export interface ZipEntry {
  name: string;
  data: Uint8Array;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const entriesMax = 5_000;
const ratioMax = 100;
const unpackedMax = 250 * 1024 * 1024;

/**
 * Unpacks the XML parts of an archive; other entries come back empty. Sizes in the archive are not believed: unpacking stops at
 * 100 times the packed size. FileError: corrupt (damaged, bomb), encrypted (an entry needs a password).
 */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > buffer.length) throw new FileError("corrupt");
  const count = buffer.readUInt16LE(end + 10);
  let at = buffer.readUInt32LE(end + 16);
  if (count > entriesMax) throw new FileError("corrupt");
  const entries: ZipEntry[] = [];
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== entrySignature) throw new FileError("corrupt");
    const nameLength = buffer.readUInt16LE(at + 28);
    const name = buffer.toString("utf8", at + 46, at + 46 + nameLength);
    if (buffer.readUInt16LE(at + 8) & 1) throw new FileError("encrypted");
    const data = /\.(?:xml|rels)$/i.test(name) ? unpack(buffer, at) : new Uint8Array();
    total += data.byteLength;
    if (total > unpackedMax) throw new FileError("corrupt");
    entries.push({ name, data });
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(buffer: Buffer, at: number): Uint8Array {
  const method = buffer.readUInt16LE(at + 10);
  const packed = buffer.readUInt32LE(at + 20);
  const local = buffer.readUInt32LE(at + 42);
  if (local + 30 > buffer.length || buffer.readUInt32LE(local) !== localSignature) throw new FileError("corrupt");
  const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
  if (start + packed > buffer.length) throw new FileError("corrupt");
  const data = buffer.subarray(start, start + packed);
  if (method === 0) return data;
  if (method !== 8) throw new FileError("corrupt");
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(4_096, packed * ratioMax) });
  } catch (error) {
    throw new FileError("corrupt", error);
  }
}

/** An archive of the entries, stored without compression. */
export function writeZip(entries: ZipEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const label = Buffer.from(name, "utf8");
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800, 2);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.byteLength, 14);
    fields.writeUInt32LE(data.byteLength, 18);
    fields.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([word(localSignature), fields, label, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([word(entrySignature), Buffer.from([20, 0]), fields, tail, label]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, index, word(endSignature), end]);
}

function word(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
