import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";

/** A picture or video that an agent has made. */
interface Made {
  kind: "image" | "video";
  bytes: Uint8Array;
  mime: string;
  extension: string;
  width: number;
  height: number;
  durationMs?: number;
  altText: string;
  promptUsed: string;
  runId: string;
  /** Names the order it was made for, so that it is not made twice. */
  order: string;
}

export interface Kept {
  id: string;
  width: number | null;
  height: number | null;
  mime: string;
  altText: string | null;
}

const columns = ["id", "width", "height", "mime", "altText"] as const;

/** What was made for an order before, if it was. */
export async function madeFor(order: string): Promise<Kept | undefined> {
  return transaction((tx) =>
    tx
      .selectFrom("media")
      .select(columns)
      .where("tenantId", "=", tenant())
      .where("source", "=", "ai")
      .where((eb) => eb(eb.val(order), "=", eb.fn.any("tags")))
      .where("deletedAt", "is", null)
      .limit(1)
      .executeTakeFirst(),
  );
}

/** Puts what was made into the library of the client; the same bytes are one asset. `place`: whose it is, e.g. `social/spt_1`. */
export async function keep(place: string, made: Made): Promise<Kept> {
  const { kind, bytes, mime, width, height, altText, promptUsed, runId, order } = made;
  const id = newId("media");
  const s3Key = `media/${tenant()}/${place}/${id}-original.${made.extension}`;
  await put(s3Key, bytes, mime);
  return transaction(async (tx) => {
    const row = { kind, s3Key, mime, bytes: bytes.byteLength, width, height, altText, promptUsed, runId };
    const fresh = await tx
      .insertInto("media")
      .values({
        ...{ tenantId: tenant(), id, ...row, durationMs: made.durationMs ?? null, sha256: sha256(bytes) },
        tags: [order],
        source: "ai",
        createdBy: reference(),
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "sha256"]).where("deletedAt", "is", null).doNothing())
      .returning(columns)
      .executeTakeFirst();
    return fresh ?? (await known(tx, sha256(bytes)));
  });
}

/** Puts media to a thing in a role, in order, instead of those that were there. */
export async function link(
  tx: Tx,
  subject: { type: string; id: string },
  role: "hero" | "inline" | "slide" | "still" | "video",
  mediaIds: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom("mediaLinks")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .where("role", "=", role)
    .execute();
  for (const [position, mediaId] of mediaIds.entries())
    await tx
      .insertInto("mediaLinks")
      .values({
        ...{ tenantId: tenant(), id: newId("mediaLink"), mediaId, role, position },
        subjectType: subject.type,
        subjectId: subject.id,
      })
      .execute();
}

async function known(tx: Tx, hash: string): Promise<Kept> {
  return tx
    .selectFrom("media")
    .select(columns)
    .where("tenantId", "=", tenant())
    .where("sha256", "=", hash)
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
}
