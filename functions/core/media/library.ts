import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { downloadUrl } from "#platform/storage.ts";
import { type MediaAsset, type MediaFilter, MediaInput, pictureBytesMax } from "#schema/media.ts";
import type { Page } from "#schema/page.ts";
import { keepPicture, takePicture } from "./picture.ts";

const { iso } = Paging;

/** What the client's library holds, newest first. */
export async function list({ limit, cursor, kind, q, mediaIds }: MediaFilter): Promise<Page<MediaAsset>> {
  require("media.read", "see the library");
  const scope = JSON.stringify(["media", tenant(), kind, q, mediaIds]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const like = Paging.like(q);
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
  const picture = await takePicture(uploadId, {
    called: "picture",
    bytesMax: pictureBytesMax,
    folder: "library",
    titleMax: 200,
  });
  return transaction(async (tx) => {
    const { id, title: label, mime } = picture;
    if (await keepPicture(tx, picture, altText))
      await Effect.audit("media.uploaded", { type: "media", id, label }, { after: { mime } });
    return shaped(await select(tx).where("sha256", "=", picture.sha256).executeTakeFirstOrThrow());
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
