import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { get, put } from "#platform/storage.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";

const text = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
const kinds = [
  { mime: "image/png", extension: "png", begins: (bytes: Uint8Array) => text(bytes, 1, 4) === "PNG" },
  { mime: "image/jpeg", extension: "jpg", begins: (bytes: Uint8Array) => text(bytes, 0, 3) === "\xff\xd8\xff" },
  {
    ...{ mime: "image/webp", extension: "webp" },
    begins: (bytes: Uint8Array) => text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP",
  },
] as const;

/** What kind of picture bytes are, whatever they are said to be; undefined for what is none that browsers draw. */
export function pictureKind(bytes: Uint8Array): { mime: string; extension: string } | undefined {
  return kinds.find(({ begins }) => begins(bytes));
}

interface Terms {
  /** What it is to be, as people are told: "logo", "picture". */
  called: string;
  bytesMax: number;
  /** Of the client's media. */
  folder: string;
  titleMax: number;
}

/** A picture whose bytes are stored, for its row. */
export type TakenPicture = Awaited<ReturnType<typeof takePicture>>;

/** Stores an upload as a picture. @throws file.file_rejected for what is no picture that browsers draw, or too large */
export async function takePicture(uploadId: string, { called, bytesMax, folder, titleMax }: Terms) {
  const upload = await transaction((tx) =>
    tx
      .selectFrom("uploads")
      .select(["s3Key", "fileName", "bytes"])
      .where("tenantId", "=", tenant())
      .where("id", "=", uploadId)
      .where("status", "=", "stored")
      .executeTakeFirst(),
  );
  if (!upload) throw notFound("Upload", uploadId);
  const bytes = upload.bytes > bytesMax ? undefined : await get(upload.s3Key);
  const kind = bytes && pictureKind(bytes);
  if (!bytes || !kind)
    throw new AppError(
      "file.file_rejected",
      `${upload.fileName} was not taken: a ${called} is a PNG, JPEG or WebP of at most ${bytesMax / 1_024 ** 2} MB.`,
    );
  const id = newId("media");
  const s3Key = `media/${tenant()}/${folder}/${id}-original.${kind.extension}`;
  await put(s3Key, bytes, kind.mime);
  const title = upload.fileName.slice(0, titleMax);
  return { id, s3Key, mime: kind.mime, bytes: bytes.byteLength, title, sha256: sha256(bytes) };
}

/** Puts a picture into the library, where the same bytes are one asset. @returns whether it is new there */
export async function keepPicture(tx: Tx, picture: TakenPicture, altText: string | null = null): Promise<boolean> {
  const made = await tx
    .insertInto("media")
    .values({ tenantId: tenant(), kind: "image", ...picture, altText, source: "upload", createdBy: reference() })
    .onConflict((conflict) => conflict.columns(["tenantId", "sha256"]).where("deletedAt", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return made !== undefined;
}
