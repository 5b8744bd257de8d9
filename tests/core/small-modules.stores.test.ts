import { expect, test } from "vitest";
import { connectWordpress, keepWordpress } from "#core/channel/account.ts";
import * as Channel from "#core/channel/index.ts";
import * as Dashboard from "#core/dashboard/index.ts";
import * as Request from "#core/request/index.ts";
import * as Upload from "#core/upload/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { sha256, unseal } from "#platform/secrets.ts";
import { call } from "#tests/support/api.ts";
import { as, freshTenant } from "#tests/support/tenant.ts";

test("a file is uploaded by its ticket and completed once", async () => {
  const tenant = await freshTenant();
  const { TM, CA } = tenant.people;
  const bytes = Buffer.from("hello world");
  const input = { purpose: "dataset" as const, fileName: "../a/b.txt", mime: "text/plain", bytes: bytes.length };
  await expect(as(CA, () => Upload.create(input))).rejects.toMatchObject({ code: "auth.forbidden" });
  const ticket = await as(TM, () => Upload.create(input));
  await expect(as(TM, () => Upload.complete(ticket.uploadId))).rejects.toMatchObject({ code: "file.file_rejected" });
  const put = await fetch(ticket.url, { method: "PUT", headers: ticket.headers, body: bytes });
  expect(put.status).toBe(200);
  const stored = await as(TM, () => Upload.complete(ticket.uploadId));
  expect(stored).toEqual({ uploadId: ticket.uploadId, mime: "text/plain", bytes: 11, sha256: sha256(bytes) });
  expect(await as(TM, () => Upload.complete(ticket.uploadId))).toEqual(stored);
  const other = await freshTenant();
  await expect(as(other.people.TA, () => Upload.complete(ticket.uploadId))).rejects.toMatchObject({
    code: "request.not_found",
  });
});

test("home, mission control and workspace show the tenant's own work", async () => {
  const tenant = await freshTenant();
  const { TA, DM } = tenant.people;
  await as(TA, () => Request.create({ topic: "A topic to write about" }));
  const home = await call(TA, "GET", "/dashboard/v1/home");
  expect(home.status).toBe(200);
  expect(home.body).toMatchObject({
    counters: { awaitingYou: 0, inProgress: 0, publishedThisMonth: 0, files: 0 },
    requests: [{ topic: "A topic to write about" }],
    alerts: [],
  });
  const overview = await call(DM, "GET", "/dm/v1/overview");
  expect(overview.body).toMatchObject({
    tenants: [{ id: tenant.id, pendingApprovals: 1 }],
    totals: { pendingApprovals: 1, problems: 0 },
  });
  expect((await call(DM, "GET", "/dm/v1/clients")).body).toMatchObject({
    items: [{ id: tenant.id, oldestPendingAgeH: 0 }],
  });
  expect((await as(DM, () => Dashboard.clients())).length).toBe(1);
  await expect(as(TA, () => Dashboard.clients())).rejects.toMatchObject({ code: "auth.forbidden" });
  expect((await call(TA, "GET", "/tenant/v1/me")).status).toBe(200);
  expect((await call(DM, "GET", "/tenant/v1/me")).body).toMatchObject({
    membership: { side: "agency", role: "reviewer" },
  });
});

test("a post of unknown outcome counts as a problem in mission control", async () => {
  const tenant = await freshTenant({ credits: 10 });
  const id = `blg_${tenant.id.slice(4)}`;
  await asPlatform((tx) =>
    tx
      .insertInto("blogPosts")
      .values({ tenantId: tenant.id, id, title: "Tt", slug: "sss", targetKeyword: "k", status: "publish_unknown" })
      .execute(),
  );
  expect((await as(tenant.people.DM, () => Dashboard.overview())).totals.problems).toBe(1);
});

test("wordpress is connected once with sealed credentials", async () => {
  const tenant = await freshTenant();
  const { TA, TM } = tenant.people;
  const input = {
    name: "Blog",
    siteUrl: "http://127.0.0.1:4000/wordpress/x",
    username: "u",
    appPassword: "abcd efgh ijkl",
  };
  await expect(as(TM, () => connectWordpress(input))).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(as(TA, () => connectWordpress(input))).rejects.toMatchObject({ code: "request.validation_failed" });
  const keep = () => transaction((tx) => keepWordpress(tx, { ...input, mode: "draft" }));
  const id = await as(TA, keep);
  expect(await as(TA, keep)).toBe(id);
  expect(await as(TA, () => Channel.list())).toMatchObject([
    {},
    { id, mode: "draft", account: "u", status: "connected" },
  ]);
  const [row] = await asPlatform((tx) =>
    tx.selectFrom("channelCredentials").selectAll().where("channelId", "=", id).execute(),
  );
  expect(JSON.parse(unseal(row?.tokenInfoCipher ?? "", `${tenant.id}${row?.id}`))).toEqual({
    username: "u",
    appPassword: "abcd efgh ijkl",
  });
});
