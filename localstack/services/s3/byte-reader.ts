import type { IncomingMessage } from "node:http";
import { S3Failure } from "./failure.ts";

/** Reads a body piece by piece: lines, counted bytes, or everything up to a mark. */
export interface ByteReader {
  /** The next line without its CRLF; undefined at the end of the body. */
  line(): Promise<string | undefined>;
  /** Exactly so many bytes. @throws S3Failure 400 IncompleteBody */
  bytes(count: number): Promise<Buffer>;
  /** All bytes before the mark, which is passed over. @throws S3Failure 400 IncompleteBody when the mark never comes */
  until(mark: Buffer): AsyncGenerator<Buffer>;
}

/** The refusal of a body that ended too early. */
export function incompleteBody(): S3Failure {
  return new S3Failure(
    400,
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
  );
}

/** Opens a request's body for reading piece by piece. */
export function byteReader(message: IncomingMessage): ByteReader {
  const source = (message as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const take = (count: number): Buffer => {
    const taken = rest.subarray(0, count);
    rest = rest.subarray(count);
    return taken;
  };
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (!next.done) rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return !next.done;
  };
  return {
    line: async () => {
      while (!rest.includes("\r\n")) {
        if (await more()) continue;
        return rest.length === 0 ? undefined : take(rest.length).toString("latin1");
      }
      const line = take(rest.indexOf("\r\n")).toString("latin1");
      take(2);
      return line;
    },
    bytes: async (count) => {
      const parts = [take(count)];
      let size = parts[0]?.length ?? 0;
      while (size < count) {
        if (!(await more())) throw incompleteBody();
        const part = take(count - size);
        parts.push(part);
        size += part.length;
      }
      return Buffer.concat(parts);
    },
    until: async function* (mark) {
      for (;;) {
        const at = rest.indexOf(mark);
        if (at >= 0) {
          yield take(at);
          take(mark.length);
          return;
        }
        if (rest.length >= mark.length) yield take(rest.length - mark.length + 1);
        if (!(await more())) throw incompleteBody();
      }
    },
  };
}
