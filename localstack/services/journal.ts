import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";

const MAGIC = Buffer.from("LMJRNL1\n", "latin1");
const HEADER_BYTES = MAGIC.length + 8;
const FRAME_BYTES = 8;
const CHUNK_BYTES = 4 * 1024 * 1024;
const GROWTH_MIN_BYTES = 4 * 1024 * 1024;

/** An append-only file of records. A record that `append` returned from is in the operating system and survives a kill of the process. */
export interface Journal {
  /** Writes records in one go, all or none: a failed write (full disk) is cut off again and thrown. */
  append(...records: Uint8Array[]): void;
  /** Waits until all records are on the disk, so that they survive a loss of power too. */
  sync(): void;
  close(): void;
}

/** How a journal gives its records back and takes a fresh start. */
export interface JournalOptions {
  /** Called once per record, in order, while opening. The bytes are only valid during the call. */
  replay(record: Buffer): void;
  /** The fewest records that rebuild the present state. */
  snapshot(): Iterable<Uint8Array>;
}

/**
 * Opens or creates a journal and replays it. A file twice the size it had after its last compaction is replaced by a snapshot, so that
 * it stays within a constant factor of the live data and no start does more work than the writes before it paid for.
 * A torn last record, left by a process killed while writing, is cut off.
 * @throws Error `journal <file> is damaged at byte <n>` when a record in the middle fails its checksum
 */
export function openJournal(file: string, options: JournalOptions): Journal {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(`${file}.new`, { force: true });
  if (!existsSync(file)) return openForAppend(file, createFile(file, []));
  const { end, compactedEnd } = replayFile(file, options.replay);
  const grown = end > 2 * compactedEnd + GROWTH_MIN_BYTES;
  return openForAppend(file, grown ? createFile(file, options.snapshot()) : end);
}

/** A journal record holding one JSON value. */
export function jsonRecord(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value), "utf8");
}

function openForAppend(file: string, end: number): Journal {
  const fd = openSync(file, "r+");
  let size = end;
  return {
    append(...records) {
      if (records.length === 0) return;
      const bytes = Buffer.concat(records.flatMap((record) => [frame(record), record]));
      try {
        writeAll(fd, bytes, size);
      } catch (error) {
        ftruncateSync(fd, size);
        throw error;
      }
      size += bytes.length;
    },
    sync: () => fdatasyncSync(fd),
    close: () => closeSync(fd),
  };
}

/** Writes a whole journal beside the present one and then takes its place; answers its size, which its header holds too. */
function createFile(file: string, records: Iterable<Uint8Array>): number {
  const fd = openSync(`${file}.new`, "w");
  let end = HEADER_BYTES;
  for (const record of records) {
    const bytes = Buffer.concat([frame(record), record]);
    writeAll(fd, bytes, end);
    end += bytes.length;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeDoubleLE(end, MAGIC.length);
  writeAll(fd, header, 0);
  closeSync(fd);
  renameSync(`${file}.new`, file);
  return end;
}

interface Replayed {
  end: number;
  compactedEnd: number;
}

function replayFile(file: string, replay: (record: Buffer) => void): Replayed {
  const fd = openSync(file, "r+");
  try {
    return replayFrames(file, fd, replay);
  } finally {
    closeSync(fd);
  }
}

function replayFrames(file: string, fd: number, replay: (record: Buffer) => void): Replayed {
  const read = windowReader(fd);
  const head = read(0, HEADER_BYTES);
  if (head.length < HEADER_BYTES || !head.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error(`journal ${file} is damaged at byte 0`);
  }
  const compactedEnd = head.readDoubleLE(MAGIC.length);
  let end = HEADER_BYTES;
  for (;;) {
    const header = read(end, FRAME_BYTES);
    if (header.length < FRAME_BYTES) break;
    const length = header.readUInt32LE(0);
    const sum = header.readUInt32LE(4);
    const record = read(end + FRAME_BYTES, length);
    if (length === 0 || record.length < length) break;
    const next = end + FRAME_BYTES + length;
    if (crc32(record) !== sum) {
      if (read(next, 1).length > 0) throw new Error(`journal ${file} is damaged at byte ${end}`);
      break;
    }
    replay(record);
    end = next;
  }
  ftruncateSync(fd, end);
  return { end, compactedEnd };
}

/** Reads ascending positions through a window, so that a journal larger than memory replays. */
function windowReader(fd: number): (position: number, length: number) => Buffer {
  const fileSize = fstatSync(fd).size;
  let window: Buffer = Buffer.alloc(0);
  let start = 0;
  return (position, length) => {
    if (position < start || position + length > start + window.length) {
      const wanted = Math.max(0, Math.min(Math.max(CHUNK_BYTES, length), fileSize - position));
      const bytes = Buffer.allocUnsafe(wanted);
      window = bytes.subarray(0, readSync(fd, bytes, 0, wanted, position));
      start = position;
    }
    return window.subarray(position - start, position - start + length);
  };
}

function frame(record: Uint8Array): Buffer {
  const header = Buffer.allocUnsafe(FRAME_BYTES);
  header.writeUInt32LE(record.length, 0);
  header.writeUInt32LE(crc32(record), 4);
  return header;
}

function writeAll(fd: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}
