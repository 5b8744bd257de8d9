import * as Effect from "#core/effect/index.ts";
import { pictureKind } from "#core/media/picture.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { get, put } from "#platform/storage.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type LogoUpload, logoBytesMax } from "#schema/onboarding.ts";

/** Makes an uploaded picture the logo, instead of the one there was. @throws file.file_rejected for what is no picture of a kind that is drawn */
export async function setLogo({ uploadId }: LogoUpload): Promise<void> {
  require("brand.edit", "change the brand");
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
  const bytes = upload.bytes > logoBytesMax ? undefined : await get(upload.s3Key);
  const kind = bytes && pictureKind(bytes);
  if (!bytes || !kind)
    throw new AppError(
      "file.file_rejected",
      `${upload.fileName} was not taken: a logo is a PNG, JPEG or WebP of at most 2 MB.`,
    );
  const hash = sha256(bytes);
  const id = newId("media");
  const s3Key = `media/${tenant()}/brand/${id}-original.${kind.extension}`;
  await put(s3Key, bytes, kind.mime);
  await transaction(async (tx) => {
    const title = upload.fileName.slice(0, 120);
    const row = { kind: "image", s3Key, mime: kind.mime, bytes: bytes.byteLength, title, sha256: hash };
    await tx
      .insertInto("media")
      .values({ tenantId: tenant(), id, ...row, source: "upload", createdBy: reference() })
      .onConflict((conflict) => conflict.columns(["tenantId", "sha256"]).where("deletedAt", "is", null).doNothing())
      .execute();
    const media = await tx
      .selectFrom("media")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("sha256", "=", hash)
      .where("deletedAt", "is", null)
      .executeTakeFirstOrThrow();
    await tx
      .updateTable("brandAssets")
      .set({ deletedAt: new Date(), deletedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("kind", "=", "logo")
      .where("deletedAt", "is", null)
      .execute();
    const assetId = newId("brandAsset");
    const asset = { kind: "logo", label: title, mediaId: media.id };
    await tx
      .insertInto("brandAssets")
      .values({ tenantId: tenant(), id: assetId, ...asset, source: "manual", createdBy: reference() })
      .execute();
    await Effect.audit("brand_asset.added", { type: "brand_asset", id: assetId, label: title }, { after: asset });
  });
}
