import { deserialize, serialize } from "bson";
import { LRUCache } from "lru-cache";
import { type Doc, keyOf } from "./values.ts";

/** A stored document: its bytes as the client sent them, so that every number keeps its type, and the key of its `_id`. */
export interface Row {
  raw: Uint8Array;
  key: string;
}

const decoded = new LRUCache<Row, Doc>({ max: 5_000 });

/** Decodes bytes to plain values: numbers as numbers, regular expressions as RegExp. */
export function decode(raw: Uint8Array): Doc {
  return deserialize(raw, { promoteBuffers: false }) as Doc;
}

/** Decodes bytes keeping Int32, Long and Double apart, for what is written back or checked for its type. */
export function decodeTyped(raw: Uint8Array): Doc {
  return deserialize(raw, { promoteValues: false, promoteBuffers: false, bsonRegExp: true }) as Doc;
}

/** Encodes a document; fields that are undefined are left out. */
export function encode(doc: Doc): Uint8Array {
  return serialize(doc, { ignoreUndefined: true });
}

/** A row of bytes the caller gives away. */
export function toRow(raw: Uint8Array, doc: Doc = decode(raw)): Row {
  const row = { raw, key: keyOf(doc["_id"]) };
  decoded.set(row, doc);
  return row;
}

/** The decoded document of a row. Shared with later readers: never changed in place. */
export function docOf(row: Row): Doc {
  const known = decoded.get(row);
  if (known) return known;
  const doc = decode(row.raw);
  decoded.set(row, doc);
  return doc;
}
