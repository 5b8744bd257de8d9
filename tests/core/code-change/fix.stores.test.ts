import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { textKeyOf } from "#core/crawl/text-key.ts";
import { patched } from "#platform/channel/patch.ts";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { put } from "#platform/storage.ts";
import type { ApprovalDetail, ApprovalItem } from "#schema/approval.ts";
import type { CodeChange } from "#schema/code-change.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const text =
  "Reading lamps for the night. A good reading lamp lights the page and leaves the room dark. We repair every lamp that we have sold.";
const html = (title: string) =>
  `<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">${title}\n  </head>\n  <body>\n    <h1>Reading lamps for the night</h1>\n    <p>${text}</p>\n  </body>\n</html>\n`;
const page = html("");

/** A tenant whose site was crawled and audited. @returns the findings by code */
async function crawled(tenant: TestTenant): Promise<{ audit: string; findings: Record<string, string> }> {
  const [site, audit] = [newId("channel"), newId("siteAudit")];
  const url = "https://lamps.example/reading";
  const htmlKey = `crawl/${tenant.id}/${site}/${newId("webPage")}.html.gz`;
  await as(machine(tenant.id), async () => {
    await put(htmlKey, gzipSync(page), "application/gzip");
    await put(textKeyOf(htmlKey), gzipSync(text), "application/gzip");
  });
  const findings: Record<string, string> = {};
  await asPlatform(async (tx) => {
    await tx
      .insertInto("connectedChannels")
      .values({
        tenantId: tenant.id,
        id: site,
        type: "website",
        name: "Site",
        url: "https://lamps.example/",
        status: "connected",
      })
      .execute();
    await tx
      .insertInto("webPages")
      .values({
        ...{ tenantId: tenant.id, id: newId("webPage"), channelId: site, url, urlSha256: sha256(url), htmlKey },
        ...{ h1: "Reading lamps for the night", httpStatus: 200, wordCount: 20 },
      })
      .execute();
    await tx
      .insertInto("siteAudits")
      .values({ tenantId: tenant.id, id: audit, domain: "lamps.example", status: "done", technicalScore: 60 })
      .execute();
    for (const code of ["missing_title", "missing_meta_description", "thin_content"]) {
      const id = newId("siteAuditFinding");
      findings[code] = id;
      const said = { code, area: "on-page", severity: "warning", title: code.replaceAll("_", " "), detail: "Found." };
      await tx
        .insertInto("siteAuditFindings")
        .values({ tenantId: tenant.id, id, siteAuditId: audit, ...said, urls: [url], effort: "low", impact: "high" })
        .execute();
    }
  });
  return { audit, findings };
}

test("findings become a difference that fits the page as it was read, and that nobody applies before it is approved", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  const { DM, TA } = tenant.people;
  const { audit, findings } = await crawled(tenant);
  const path = `/tenant/v1/site-audits/${audit}/fix`;
  const fix = (who: typeof DM, ...codes: string[]) =>
    call<{ codeChangeId: string }>(who, "POST", path, { body: { findingIds: codes.map((code) => findings[code]) } });
  expect((await fix(TA, "missing_title")).code).toBe("auth.forbidden");
  expect((await fix(DM, "thin_content")).code).toBe("request.illegal_transition");
  const { status, body } = await fix(DM, "missing_title", "missing_meta_description", "thin_content");
  expect(status).toBe(202);
  await workAll(tenant);
  const change = await ok<CodeChange>(TA, "GET", `/tenant/v1/code-changes/${body.codeChangeId}`);
  expect(change).toMatchObject({ status: "pending_review", siteAuditId: audit });
  expect(change.findingIds.toSorted()).toEqual(
    [findings["missing_title"], findings["missing_meta_description"]].toSorted(),
  );
  const [file] = change.files;
  expect(file).toMatchObject({ path: "https://lamps.example/reading", sha256: sha256(page) });
  const mended = patched(page, file?.diff ?? "") ?? "";
  expect(mended).toMatch(/<title>[^<]{30,60}<\/title>/);
  expect(mended).toMatch(/<meta name="description" content="[^"]{70,160}">/);
  expect(
    patched(page.replace("<body>", "<body class='new'>").replace("utf-8", "utf-16"), file?.diff ?? ""),
  ).toBeUndefined();

  const query = `/dm/v1/approvals?kind=code_change&status=pending&tenantId=${tenant.id}`;
  const [item] = (await ok<{ items: ApprovalItem[] }>(DM, "GET", query)).items;
  expect(item).toMatchObject({ risk: "high", contentHash: change.contentHash });
  const shown = await ok<ApprovalDetail>(DM, "GET", `/dm/v1/approvals/${item?.id}`);
  expect(shown.preview).toContain("+    <title>");
  const decision = { decision: "approve", contentHash: item?.contentHash };
  expect((await call(DM, "POST", `/dm/v1/approvals/${item?.id}/resolve`, { body: decision })).status).toBe(200);
  expect((await ok<CodeChange>(TA, "GET", `/tenant/v1/code-changes/${change.id}`)).status).toBe("approved");
  expect(await audited(tenant, "code_change.%")).toEqual([
    ...["code_change.ordered", "code_change.proposed", "code_change.approved"],
  ]);
  const stranger = await freshTenant({ plan: "agency" });
  expect((await call(stranger.people.TA, "GET", `/tenant/v1/code-changes/${change.id}`)).code).toBe(
    "request.not_found",
  );
});

test("a change that was sent back leaves the findings open; a client below the agency plan gets none", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  const { DM } = tenant.people;
  const { audit, findings } = await crawled(tenant);
  const body = { findingIds: [findings["missing_title"]] };
  const { codeChangeId } = await ok<{ codeChangeId: string }>(DM, "POST", `/tenant/v1/site-audits/${audit}/fix`, {
    body,
  });
  await workAll(tenant);
  const query = `/dm/v1/approvals?kind=code_change&status=pending&tenantId=${tenant.id}`;
  const [item] = (await ok<{ items: ApprovalItem[] }>(DM, "GET", query)).items;
  const decision = { decision: "reject", contentHash: item?.contentHash, note: "The title is not ours." };
  expect((await call(DM, "POST", `/dm/v1/approvals/${item?.id}/resolve`, { body: decision })).status).toBe(200);
  expect(await ok<CodeChange>(DM, "GET", `/tenant/v1/code-changes/${codeChangeId}`)).toMatchObject({
    ...{ status: "rejected", note: "The title is not ours." },
  });
  expect((await call(DM, "POST", `/tenant/v1/site-audits/${audit}/fix`, { body })).status).toBe(202);
  const small = await freshTenant({ plan: "pro" });
  const other = await crawled(small);
  const wanted = { findingIds: [other.findings["missing_title"]] };
  const refused = await call(small.people.DM, "POST", `/tenant/v1/site-audits/${other.audit}/fix`, { body: wanted });
  expect(refused.code).toBe("plan.plan_limit");
});
