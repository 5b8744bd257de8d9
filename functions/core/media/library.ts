import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Paging from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { downloadUrl, get, put } from "#platform/storage.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type MediaAsset, type MediaFilter, MediaInput, pictureBytesMax } from "#schema/media.ts";
import type { Page } from "#schema/page.ts";
import { pictureKind } from "./picture.ts";

const { iso } = Paging;

/** What the client's library holds, newest first. */
export async function list({ limit, cursor, kind, q, mediaIds }: MediaFilter): Promise<Page<MediaAsset>> {
  require("media.read", "see the library");
  const scope = JSON.stringify(["media", tenant(), kind, q, mediaIds]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const like = `%${(q ?? "").replaceAll(/[%_\\]/g, "\\$&")}%`;
  const rows = await transaction((tx) =>
    select(tx)
      .$if(kind !== undefined, (media) => media.where("kind", "=", kind ?? ""))
      .$if(mediaIds !== undefined, (media) => media.where("id", "in", mediaIds ?? []))
      .$if(q !== undefined, (media) =>
        media.where((eb) => eb.or([eb("title", "ilike", like), eb("altText", "ilike", like)])),
      )
      .$if(position !== undefined, (media) => media.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
  return { items: await Promise.all(page.rows.map(shaped)), nextCursor: page.nextCursor };
}

/** Puts an uploaded picture into the library; the same bytes are one asset. @throws file.file_rejected for what is no picture */
export const add = fn(MediaInput, async ({ uploadId, altText = null }): Promise<MediaAsset> => {
  require("media.edit", "add to the library");
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
  const bytes = upload.bytes > pictureBytesMax ? undefined : await get(upload.s3Key);
  const kind = bytes && pictureKind(bytes);
  if (!bytes || !kind)
    throw new AppError(
      "file.file_rejected",
      `${upload.fileName} was not taken: a picture is a PNG, JPEG or WebP of at most 10 MB.`,
    );
  const hash = sha256(bytes);
  const id = newId("media");
  const s3Key = `media/${tenant()}/library/${id}-original.${kind.extension}`;
  await put(s3Key, bytes, kind.mime);
  return transaction(async (tx) => {
    const title = upload.fileName.slice(0, 200);
    const row = { kind: "image", s3Key, mime: kind.mime, bytes: bytes.byteLength, title, altText, sha256: hash };
    const made = await tx
      .insertInto("media")
      .values({ tenantId: tenant(), id, ...row, source: "upload", createdBy: reference() })
      .onConflict((conflict) => conflict.columns(["tenantId", "sha256"]).where("deletedAt", "is", null).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made) await Effect.audit("media.uploaded", { type: "media", id, label: title }, { after: { mime: kind.mime } });
    return shaped(await select(tx).where("sha256", "=", hash).executeTakeFirstOrThrow());
  });
});

function select(tx: Tx) {
  return tx
    .selectFrom("media")
    .select(["id", "kind", "mime", "width", "height", "title", "altText", "source", "s3Key", "createdAt"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null);
}

async function shaped({
  s3Key,
  createdAt,
  ...row
}: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number]): Promise<MediaAsset> {
  const url = await downloadUrl(s3Key, row.title ?? row.id);
  return { ...(row as Pick<MediaAsset, "kind" | "source"> & typeof row), url, createdAt: iso(createdAt) };
}
