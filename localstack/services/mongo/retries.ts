import { Binary, Long } from "bson";
import { LRUCache } from "lru-cache";
import { MongoFailure } from "./failure.ts";
import { decode, encode } from "./rows.ts";
import { type Doc, isDoc } from "./values.ts";

const SESSIONS_MAX = 10_000;
const SESSION_MS = 30 * 60_000;

const retryable = new Set(["insert", "update", "delete", "findAndModify"]);

/** The last numbered write of a session and what was answered to it. */
interface Written {
  number: bigint;
  reply: Uint8Array;
}

/** A write that came with a number, which may come again. */
export interface NumberedWrite {
  session: string;
  number: bigint;
}

/** What was answered to numbered writes: one that comes again after a lost answer gets that answer and is not done twice. */
export class Retries {
  readonly #last = new LRUCache<string, Written>({ max: SESSIONS_MAX, ttl: SESSION_MS });

  /**
   * The numbered write a command is, undefined for a plain command.
   * @throws MongoFailure 72, 50768, 263, 251 for a number without a session, on another command, or of a transaction
   */
  read(name: string, fields: Doc): NumberedWrite | undefined {
    const number = fields["txnNumber"];
    if (number === undefined) return undefined;
    const lsid = fields["lsid"];
    if (!isDoc(lsid) || !(lsid["id"] instanceof Binary)) {
      throw new MongoFailure(72, "InvalidOptions", "Transaction number requires a session ID to also be specified");
    }
    if (fields["autocommit"] === false) throw transaction(name, fields);
    if (!retryable.has(name)) {
      throw new MongoFailure(
        50768,
        "NotARetryableWriteCommand",
        `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${name} is not a retryable write command.`,
      );
    }
    return { session: lsid["id"].toString("hex"), number: BigInt(String(number)) };
  }

  /** The answer already given. @throws MongoFailure 225 when the session has gone on to a higher number */
  known({ session, number }: NumberedWrite): Uint8Array | undefined {
    const last = this.#last.get(session);
    if (!last || number > last.number) return undefined;
    if (number === last.number) return last.reply;
    throw new MongoFailure(
      225,
      "TransactionTooOld",
      `Retryable write with txnNumber ${number} is prohibited on session ${session} because a newer retryable write with txnNumber ${last.number} has already started on this session.`,
    );
  }

  remember({ session, number }: NumberedWrite, reply: Uint8Array): void {
    this.#last.set(session, { number, reply });
  }

  /** One record per session, and back. */
  *records(): Iterable<Uint8Array> {
    for (const [session, { number, reply }] of this.#last.entries()) yield retryRecord({ session, number }, reply);
  }

  replay(record: Uint8Array): void {
    const { session, number, reply } = decode(record);
    const bytes = reply instanceof Binary ? Buffer.from(reply.value()) : Buffer.alloc(0);
    this.remember({ session: String(session), number: BigInt(String(number)) }, bytes);
  }
}

/** What the journal keeps of a numbered write. */
export function retryRecord({ session, number }: NumberedWrite, reply: Uint8Array): Uint8Array {
  return encode({ session, number: Long.fromBigInt(number), reply: new Binary(reply) });
}

function transaction(name: string, fields: Doc): MongoFailure {
  if (fields["startTransaction"] === true) {
    const message = `Cannot run '${name}' in a multi-document transaction.`;
    return new MongoFailure(263, "OperationNotSupportedInTransaction", message);
  }
  const message = `Given transaction number ${fields["txnNumber"]} does not match any in-progress transactions. The active transaction number is -1`;
  return new MongoFailure(251, "NoSuchTransaction", message, { errorLabels: ["TransientTransactionError"] });
}
