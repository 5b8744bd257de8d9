import { fn } from "#core/fn.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { isRehearsal, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { get, size, uploadUrl } from "#platform/storage.ts";
import type { UploadTicket } from "#schema/dataset.ts";
import { UploadInput } from "#schema/dataset.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";

const ticketMs = 10 * 60_000;
const keptMs = 24 * 3_600_000;

/** A stored upload: what it is, in how many bytes, with which SHA-256. */
export interface Stored {
  uploadId: string;
  mime: string;
  bytes: number;
  sha256: string;
}

/** Prepares an upload: for ten minutes the ticket's URL takes exactly the promised bytes of the promised type. */
export const create = fn(UploadInput, async (input): Promise<UploadTicket> => {
  require("media.edit", "upload files");
  const id = newId("upload");
  const key = `uploads/${tenant()}/${id}`;
  const now = Date.now();
  await transaction((tx) =>
    tx
      .insertInto("uploads")
      .values({
        tenantId: tenant(),
        id,
        purpose: input.purpose,
        fileName: input.fileName.replaceAll(/[\\/\p{Cc}]/gu, "_"),
        mime: input.mime,
        bytes: input.bytes,
        s3Key: key,
        status: "pending",
        expiresAt: new Date(now + keptMs),
        createdBy: reference(),
      })
      .execute(),
  );
  return {
    uploadId: id,
    // Without its row nobody would ever find the bytes: such an address takes none.
    url: isRehearsal() ? `${config("API_URL")}/test-upload` : await uploadUrl(key, input.mime, input.bytes),
    headers: { "content-type": input.mime },
    expiresAt: new Date(now + ticketMs).toISOString(),
  };
});

/**
 * Takes note that the bytes have arrived: their number must be the promised one, their SHA-256 is kept. A repeat gives the same answer.
 * @throws file.file_rejected when nothing arrived yet, or something of another size (then the upload is over)
 */
export async function complete(id: string): Promise<Stored> {
  require("media.edit", "upload files");
  const row = await find(id);
  if (row.sha256) return { uploadId: id, mime: row.mime, bytes: row.bytes, sha256: row.sha256 };
  if (row.status !== "pending") throw rejected(row.fileName, row.rejectReason ?? "the upload is over");
  const arrived = await size(row.s3Key);
  if (arrived === undefined) throw rejected(row.fileName, "its bytes have not arrived yet");
  if (arrived !== row.bytes) {
    const reason = `${row.bytes} bytes were promised and ${arrived} arrived`;
    await settle(id, { status: "rejected", rejectReason: reason });
    throw rejected(row.fileName, reason);
  }
  const bytes = await get(row.s3Key);
  if (bytes?.length !== row.bytes) throw rejected(row.fileName, "its bytes could not be read back");
  const hash = sha256(bytes);
  await settle(id, { status: "stored", sha256: hash });
  return { uploadId: id, mime: row.mime, bytes: row.bytes, sha256: hash };
}

async function find(id: string) {
  const row = await transaction((tx) =>
    tx.selectFrom("uploads").selectAll().where("tenantId", "=", tenant()).where("id", "=", id).executeTakeFirst(),
  );
  if (!row) throw notFound("Upload", id);
  return row;
}

async function settle(
  id: string,
  set: { status: "stored"; sha256: string } | { status: "rejected"; rejectReason: string },
): Promise<void> {
  await transaction((tx) =>
    tx
      .updateTable("uploads")
      .set(set)
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("status", "=", "pending")
      .execute(),
  );
}

function rejected(fileName: string, why: string): AppError {
  return new AppError("file.file_rejected", `${fileName} was not taken: ${why}. Upload it again.`);
}
