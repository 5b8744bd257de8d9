import type { Socket } from "node:net";
import { deserialize } from "bson";
import { decode, encode } from "./rows.ts";
import type { Doc } from "./values.ts";

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const MAX_MESSAGE_BYTES = 48_000_000;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

/** A command as it came: its decoded fields, and the untouched bytes of the documents in its list arguments. */
export interface Command {
  name: string;
  fields: Doc;
  lists: Map<string, Uint8Array[]>;
}

/** The answer: a document, or its bytes when stored documents are passed on unchanged. */
export type Reply = Doc | Uint8Array;

/** The only commands OP_QUERY still carries: the first of a connection, before its versions are known. */
const greetings = new Set(["hello", "isMaster", "ismaster"]);

const rawLists = { documents: true, updates: true, deletes: true };

/** Speaks OP_MSG, and OP_QUERY for the first hello, on one connection. A malformed message closes it, as a real server does. */
export function serveConnection(socket: Socket, run: (command: Command) => Reply): void {
  const parts: Buffer[] = [];
  let size = 0;
  let expected = 0;
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    parts.push(chunk);
    size += chunk.length;
    if (size < expected || size < 16) return;
    let rest = parts.length === 1 ? chunk : Buffer.concat(parts);
    try {
      while (rest.length >= 16) {
        expected = messageLength(rest);
        if (rest.length < expected) break;
        const answer = handle(rest.subarray(0, expected), run);
        if (answer) socket.write(answer);
        rest = rest.subarray(expected);
        expected = 0;
      }
      parts.splice(0, parts.length, rest);
      size = rest.length;
    } catch {
      socket.destroy();
    }
  });
}

function messageLength(bytes: Buffer): number {
  const length = bytes.readInt32LE(0);
  if (length < 16 || length > MAX_MESSAGE_BYTES) throw new Error("bad message length");
  return length;
}

function handle(message: Buffer, run: (command: Command) => Reply): Buffer | undefined {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) {
    const flags = message.readUInt32LE(16);
    const reply = toBytes(run(parseMessage(message, flags)));
    if (flags & MORE_TO_COME) return undefined;
    return Buffer.concat([header(21 + reply.length, requestId, OP_MSG), Buffer.alloc(5), reply]);
  }
  if (opCode === OP_QUERY) {
    const query = parseQuery(message);
    const reply = toBytes(greetings.has(query.name) ? run(query) : refusedQuery(query.name));
    const body = Buffer.alloc(20);
    body.writeInt32LE(8, 0);
    body.writeInt32LE(1, 16);
    return Buffer.concat([header(36 + reply.length, requestId, OP_REPLY), body, reply]);
  }
  throw new Error(`unsupported operation ${opCode}`);
}

function parseMessage(message: Buffer, flags: number): Command {
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const lists = new Map<string, Uint8Array[]>();
  let body: Doc = {};
  let at = 20;
  while (at < end) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + length);
    if (kind === 0) body = deserialize(section, { promoteBuffers: false, fieldsAsRaw: rawLists }) as Doc;
    else if (kind === 1) readSequence(section, lists);
    else throw new Error(`unsupported section ${kind}`);
    at += 1 + length;
  }
  for (const name of Object.keys(rawLists)) {
    const inline = body[name];
    if (Array.isArray(inline)) lists.set(name, inline as Uint8Array[]);
  }
  return { name: Object.keys(body)[0] ?? "", fields: body, lists };
}

function readSequence(section: Buffer, lists: Map<string, Uint8Array[]>): void {
  const nameEnd = section.indexOf(0, 4);
  const documents: Uint8Array[] = [];
  let at = nameEnd + 1;
  while (at < section.length) {
    const length = section.readInt32LE(at);
    documents.push(section.subarray(at, at + length));
    at += length;
  }
  lists.set(section.toString("utf8", 4, nameEnd), documents);
}

function parseQuery(message: Buffer): Command {
  const nameEnd = message.indexOf(0, 20);
  const fields = decode(message.subarray(nameEnd + 9));
  fields["$db"] = message.toString("utf8", 20, nameEnd).split(".")[0];
  return { name: Object.keys(fields)[0] ?? "", fields, lists: new Map() };
}

function refusedQuery(name: string): Doc {
  const errmsg = `Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade. For more details see https://dochub.mongodb.org/core/legacy-opcode-removal`;
  return { ok: 0, errmsg, code: 352, codeName: "UnsupportedOpQueryCommand" };
}

function header(length: number, responseTo: number, opCode: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(length, 0);
  bytes.writeInt32LE(responseTo, 8);
  bytes.writeInt32LE(opCode, 12);
  return bytes;
}

function toBytes(reply: Reply): Uint8Array {
  return reply instanceof Uint8Array ? reply : encode(reply);
}
