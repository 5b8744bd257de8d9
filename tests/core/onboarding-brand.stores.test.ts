import { afterAll, expect, test } from "vitest";
import { dayAfter, lastDays } from "#core/metric/read.ts";
import { asPlatform } from "#platform/db.ts";
import type { UploadTicket } from "#schema/dataset.ts";
import type { FoundBrand, MeasuredBaseline } from "#schema/onboarding.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestPerson } from "#tests/support/tenant.ts";
import { connect } from "./publish/accounts.ts";

afterAll(closeStores);

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const logo = "/dashboard/v1/onboarding/brand/logo";

async function upload(who: TestPerson, fileName: string, bytes: Uint8Array): Promise<string> {
  const body = { purpose: "brand", fileName, mime: "image/png", bytes: bytes.byteLength };
  const ticket = await ok<UploadTicket>(who, "POST", "/media/v1/uploads", { body });
  await fetch(ticket.url, { method: "PUT", headers: ticket.headers, body: Buffer.from(bytes) });
  await ok(who, "POST", `/media/v1/uploads/${ticket.uploadId}/complete`);
  return ticket.uploadId;
}

test("an uploaded picture takes the logo's place; what is none, or another client's, does not", async () => {
  const tenant = await freshTenant();
  const other = await freshTenant();
  const { TA, CA } = tenant.people;
  const logos = async () =>
    (await ok<FoundBrand>(TA, "GET", "/dashboard/v1/onboarding/brand")).assets.filter(({ kind }) => kind === "logo");
  const uploadId = await upload(TA, "first.png", png);
  expect((await call(CA, "PUT", logo, { body: { uploadId } })).code).toBe("auth.forbidden");
  expect((await call(other.people.TA, "PUT", logo, { body: { uploadId } })).code).toBe("request.not_found");
  for (const name of ["first.png", "second.png"]) {
    const body = { uploadId: await upload(TA, name, png) };
    expect((await call(TA, "PUT", logo, { body })).status).toBe(204);
    expect(await logos()).toMatchObject([{ label: name, source: "manual" }]);
  }
  const page = { uploadId: await upload(TA, "page.png", Buffer.from("<svg onload=alert(1)>")) };
  expect((await call(TA, "PUT", logo, { body: page })).code).toBe("file.file_rejected");
  expect(await logos()).toHaveLength(1);
  const kept = await asPlatform((tx) =>
    tx.selectFrom("media").select(["mime", "source"]).where("tenantId", "=", tenant.id).execute(),
  );
  expect(kept).toEqual([{ mime: "image/png", source: "upload" }]);
});

test("connected channels answer the baseline's questions with what they counted in the last month", async () => {
  const tenant = await freshTenant();
  const channelId = await connect(tenant, "facebook");
  const { to } = lastDays(1);
  const rows = [
    { metricOn: dayAfter(to, -3), metric: "followers", value: 900 },
    { metricOn: to, metric: "followers", value: 950 },
    { metricOn: dayAfter(to, -60), metric: "engagements", value: 7 },
  ];
  await asPlatform((tx) =>
    tx
      .insertInto("channelMetrics")
      .values(rows.map((row) => ({ tenantId: tenant.id, channelId, dimension: "", ...row })))
      .execute(),
  );
  const { items } = await ok<MeasuredBaseline>(tenant.people.CA, "GET", "/dashboard/v1/onboarding/measured");
  expect(items).toEqual([{ field: "social.facebookFollowers", value: 950, channelName: "Our facebook" }]);
});
