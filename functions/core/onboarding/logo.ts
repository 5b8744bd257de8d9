import * as Effect from "#core/effect/index.ts";
import { keepPicture, takePicture } from "#core/media/picture.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { type LogoUpload, logoBytesMax } from "#schema/onboarding.ts";

/** Makes an uploaded picture the logo, instead of the one there was. @throws file.file_rejected for what is no picture of a kind that is drawn */
export async function setLogo({ uploadId }: LogoUpload): Promise<void> {
  require("brand.edit", "change the brand");
  const picture = await takePicture(uploadId, {
    called: "logo",
    bytesMax: logoBytesMax,
    folder: "brand",
    titleMax: 120,
  });
  const { title } = picture;
  await transaction(async (tx) => {
    await keepPicture(tx, picture);
    const media = await tx
      .selectFrom("media")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("sha256", "=", picture.sha256)
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
