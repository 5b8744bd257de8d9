import type { IncomingMessage } from "node:http";
import { type ByteReader, byteReader, incompleteBody } from "./byte-reader.ts";
import { S3Failure } from "./failure.ts";
import { header } from "./request.ts";

const FIELD_BYTES_MAX = 1024 * 1024;

/** A browser's upload form: its fields by their names in lower case, and the file that comes last. */
export interface PostForm {
  fields: Map<string, string>;
  fileName: string;
  file: AsyncGenerator<Buffer>;
}

/** True for a request that carries a form with a file. */
export function isForm(message: IncomingMessage): boolean {
  return message.method === "POST" && (header(message, "content-type") ?? "").startsWith("multipart/form-data");
}

/** Reads a form up to its file, whose bytes are still to come; what follows the file is ignored. @throws S3Failure 400 */
export async function readForm(message: IncomingMessage): Promise<PostForm> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(header(message, "content-type") ?? "");
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ""}`;
  const reader = byteReader(message);
  if (!boundary || (await reader.line()) !== mark) throw malformedForm();
  const end = Buffer.from(`\r\n${mark}`);
  const fields = new Map<string, string>();
  for (;;) {
    const head = await readHead(reader);
    if (head.name === "file") return { fields, fileName: head.fileName, file: reader.until(end) };
    fields.set(head.name, await readField(reader, end));
    const after = await reader.line();
    if (after === "--") break;
    if (after !== "") throw malformedForm();
  }
  throw new S3Failure(400, "InvalidArgument", "POST requires exactly one file upload per request.");
}

async function readHead(reader: ByteReader): Promise<{ name: string; fileName: string }> {
  let disposition = "";
  for (;;) {
    const line = await reader.line();
    if (line === undefined) throw incompleteBody();
    if (line === "") break;
    if (/^content-disposition:/i.test(line)) disposition = Buffer.from(line, "latin1").toString("utf8");
  }
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1];
  if (!name) throw malformedForm();
  return { name: name.toLowerCase(), fileName: /;\s*filename="([^"]*)"/i.exec(disposition)?.[1] ?? "" };
}

async function readField(reader: ByteReader, end: Buffer): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const bytes of reader.until(end)) {
    size += bytes.length;
    if (size > FIELD_BYTES_MAX) {
      const message = "Your POST request fields preceding the upload file were too large.";
      throw new S3Failure(400, "MaxPostPreDataLengthExceeded", message);
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString("utf8");
}

function malformedForm(): S3Failure {
  return new S3Failure(
    400,
    "MalformedPOSTRequest",
    "The body of your POST request is not well-formed multipart/form-data.",
  );
}
