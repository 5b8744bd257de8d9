import { afterAll, expect, test } from "vitest";
import type { UploadTicket } from "#schema/dataset.ts";
import type { MediaAsset } from "#schema/media.ts";
import type { Page } from "#schema/page.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { auditedAs } from "#tests/support/pieces.ts";
import { freshTenant, type TestPerson } from "#tests/support/tenant.ts";

afterAll(closeStores);

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const path = "/media/v1/assets";

async function upload(who: TestPerson, fileName: string, bytes: Uint8Array): Promise<string> {
  const body = { purpose: "brand", fileName, mime: "image/png", bytes: bytes.byteLength };
  const ticket = await ok<UploadTicket>(who, "POST", "/media/v1/uploads", { body });
  await fetch(ticket.url, { method: "PUT", headers: ticket.headers, body: Buffer.from(bytes) });
  await ok(who, "POST", `/media/v1/uploads/${ticket.uploadId}/complete`);
  return ticket.uploadId;
}

test("an uploaded picture is in the library once, is found by its name and shown to everybody of the client, and to nobody else", async () => {
  const [tenant, stranger] = [await freshTenant(), await freshTenant()];
  const { TM, CA } = tenant.people;
  const uploadId = await upload(TM, "shop window.png", png);
  expect((await call(CA, "POST", path, { body: { uploadId } })).code).toBe("auth.forbidden");
  expect((await call(stranger.people.TM, "POST", path, { body: { uploadId } })).code).toBe("request.not_found");
  const added = await ok<MediaAsset>(TM, "POST", path, { body: { uploadId, altText: "A window with lamps" } });
  expect(added).toMatchObject({ kind: "image", mime: "image/png", title: "shop window.png", source: "upload" });
  const again = await upload(TM, "the same.png", png);
  expect((await ok<MediaAsset>(TM, "POST", path, { body: { uploadId: again } })).id).toBe(added.id);
  expect(await auditedAs(tenant, "media.")).toEqual(["media.uploaded"]);

  const seen = async (who: TestPerson, query: string) =>
    (await ok<Page<MediaAsset>>(who, "GET", `${path}?${query}`)).items.map(({ id }) => id);
  expect(await seen(CA, "kind=image&q=WINDOW")).toEqual([added.id]);
  expect(await seen(CA, "q=nothing")).toEqual([]);
  expect(await seen(CA, `mediaIds=${added.id}`)).toEqual([added.id]);
  expect(await seen(stranger.people.TM, `mediaIds=${added.id}`)).toEqual([]);
  const shown = await fetch(added.url);
  expect(Buffer.from(await shown.arrayBuffer()).equals(png)).toBe(true);
});

test("what only calls itself a picture does not come into the library", async () => {
  const { TM } = (await freshTenant()).people;
  const uploadId = await upload(TM, "page.png", Buffer.from("<svg onload=alert(1)>"));
  expect((await call(TM, "POST", path, { body: { uploadId } })).code).toBe("file.file_rejected");
  expect((await ok<Page<MediaAsset>>(TM, "GET", path)).items).toEqual([]);
});
