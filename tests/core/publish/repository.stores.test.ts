import { afterAll, afterEach, expect, test } from "vitest";
import * as Approval from "#core/approval/index.ts";
import { unifiedDiff } from "#core/code-change/diff.ts";
import { hashOf } from "#core/code-change/rows.ts";
import * as LandingPage from "#core/landing-page/content.ts";
import * as Piece from "#core/piece/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { CodeChangeDetail } from "#schema/code-change.ts";
import { newId } from "#schema/ids.ts";
import type { PieceDetail } from "#schema/piece.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { approve, attemptOf, work } from "./accounts.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

type Pull = { number: number; title: string; state: string; head: { ref: string }; base: { ref: string } };

const headers = { authorization: "Bearer a-token-of-tests", "content-type": "application/json" };
async function github<T>(method: string, path: string, body?: object): Promise<T> {
  const address = `${process.env["SIMULATOR_URL"]}/github/repos${path}`;
  const answer = await fetch(address, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return (await answer.json()) as T;
}
const fileAt = async (repository: string, path: string, ref: string): Promise<string> => {
  const { content = "" } = await github<{ content?: string }>("GET", `/${repository}/contents/${path}?ref=${ref}`);
  return Buffer.from(content, "base64").toString("utf8");
};

/** A repository of its own for the tenant, connected the way people do. */
async function repositoryOf(tenant: TestTenant): Promise<string> {
  const repository = `${tenant.slug}/site`.slice(0, 100);
  const body = { name: "Our site", repository, accessToken: "a-token-of-tests" };
  await asPlatform((tx) =>
    tx
      .insertInto("channelMasters")
      .values({
        ...{
          id: newId("channelMaster"),
          type: "github",
          name: "GitHub",
          description: "The site",
          categories: ["Code"],
        },
        ...{ auth: "api_key", requiresUrl: false, capabilities: ["code"], minPlan: "agency" },
      })
      .onConflict((conflict) => conflict.column("type").doNothing())
      .execute(),
  );
  expect((await call(tenant.people.TM, "POST", "/tenant/v1/channels/github", { body })).code).toBe("auth.forbidden");
  const { id } = await ok<{ id: string }>(tenant.people.TA, "POST", "/tenant/v1/channels/github", { body });
  expect(await ok(tenant.people.DM, "POST", "/tenant/v1/channels/github", { body })).toMatchObject({ id });
  return repository;
}

/** A change of a page that the agency has to approve. `present` is the page as it was when the change was made. */
async function codeChange(tenant: TestTenant, present: string): Promise<string> {
  const [id, audit, finding] = [newId("codeChange"), newId("siteAudit"), newId("siteAuditFinding")];
  const mended = present.replace("  </head>", "    <title>Reading lamps for the night</title>\n  </head>");
  const diff = unifiedDiff("reading", present, mended);
  const files = [
    {
      path: "https://lamps.example/reading",
      sha256: sha256(present),
      findingIds: [finding],
      explanation: "It had none.",
      diff,
    },
  ];
  const said = { title: "Give the page a title", body: "The page had no title.", files };
  const contentHash = hashOf(said);
  await asPlatform(async (tx) => {
    await tx
      .insertInto("siteAudits")
      .values({ tenantId: tenant.id, id: audit, domain: "lamps.example", status: "done", technicalScore: 60 })
      .execute();
    await tx
      .insertInto("agentCodeChanges")
      .values({
        ...{ tenantId: tenant.id, id, siteAuditId: audit, findingIds: [finding], contentHash },
        ...{ status: "pending_review", title: said.title, body: said.body, files: JSON.stringify(files) },
      })
      .execute();
  });
  await as(machine(tenant.id), () =>
    transaction((tx) =>
      Approval.open(tx, {
        ...{ kind: "code_change", version: 1, contentHash, stage: "dm", author: "agent:run_test" },
        subject: { type: "code_change", id, title: said.title },
      }),
    ),
  );
  return id;
}

const changeOf = (tenant: TestTenant, id: string) =>
  ok<CodeChangeDetail>(tenant.people.TA, "GET", `/tenant/v1/code-changes/${id}`);

test("an approved change becomes one pull request on a branch of its own; merging it there is what publishes it", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  const repository = await repositoryOf(tenant);
  const before = await fileAt(repository, "reading.html", "main");
  const id = await codeChange(tenant, before);
  const path = `/tenant/v1/code-changes/${id}/propose`;
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("approval.approval_required");
  await approve(tenant, id, "dm");
  const { id: attemptId } = await attemptOf(tenant, id);
  await outside.fault({ provider: "github", kind: "server_error", match: "/git/refs" });
  await work(tenant, attemptId, ["send", "send", "send", "check", "check"]);
  const pulls = await github<Pull[]>("GET", `/${repository}/pulls?state=all`);
  expect(pulls).toMatchObject([{ title: "Give the page a title", state: "open", base: { ref: "main" } }]);
  const head = pulls[0]?.head.ref ?? "";
  expect(head).toMatch(/^fix\/[0-9a-f]{8}$/);
  expect(await fileAt(repository, "reading.html", head)).toContain("<title>Reading lamps for the night</title>");
  expect(await fileAt(repository, "reading.html", "main")).toBe(before);
  expect(await changeOf(tenant, id)).toMatchObject({
    ...{ status: "pr_open", publish: { status: "checking", editUrl: expect.stringContaining("/pull/") } },
  });
  await github("PUT", `/${repository}/pulls/${pulls[0]?.number}/merge`);
  await work(tenant, attemptId, ["check"]);
  expect(await changeOf(tenant, id)).toMatchObject({ status: "merged", publish: { status: "confirmed" } });
  const stranger = await freshTenant({ plan: "agency" });
  expect((await call(stranger.people.DM, "POST", path, { body: {} })).code).toBe("request.not_found");
});

test("what no longer fits the page is not proposed, and a pull request that is closed closes the change", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  const repository = await repositoryOf(tenant);
  const before = await fileAt(repository, "reading.html", "main");
  const late = await codeChange(tenant, before.replace("utf-8", "utf-16"));
  await approve(tenant, late, "dm");
  await work(tenant, (await attemptOf(tenant, late)).id, ["send"]);
  expect(await changeOf(tenant, late)).toMatchObject({
    ...{ status: "approved", publish: { status: "failed", errorMessage: expect.stringContaining("made anew") } },
  });
  expect(await github<Pull[]>("GET", `/${repository}/pulls?state=all`)).toEqual([]);
  const id = await codeChange(tenant, before);
  await approve(tenant, id, "dm");
  const { id: attemptId } = await attemptOf(tenant, id);
  await work(tenant, attemptId, ["send", "check"]);
  const [pull] = await github<Pull[]>("GET", `/${repository}/pulls`);
  await github("PATCH", `/${repository}/pulls/${pull?.number}`, { state: "closed" });
  await work(tenant, attemptId, ["check"]);
  expect(await changeOf(tenant, id)).toMatchObject({ status: "closed", publish: { status: "failed" } });
});

/** A page that the client has to approve. */
async function landingPage(tenant: TestTenant): Promise<string> {
  const id = newId("landingPage");
  const words = "We repair every lamp that we have sold, for as long as there are parts for it.";
  const content = {
    ...{ slug: `lamps-${tenant.slug}`.slice(0, 80), metaTitle: "Lamps for reading", metaDescription: words },
    hero: { headline: `Lamps for ${tenant.slug}`, subheadline: "They light the page alone.", ctaText: "See them" },
    problem: { heading: "Dark", body: words },
    solution: { heading: "Light", body: words },
    features: ["One", "Two", "Three"].map((title) => ({ title, text: words })),
    socialProof: { heading: "Said", items: [] },
    faq: ["Why?", "How?", "When?"].map((q) => ({ q, a: words })),
    cta: { heading: "Come", text: words, buttonText: "Come" },
  };
  const contentHash = Piece.contentHash(content);
  await asPlatform(async (tx) => {
    await tx
      .insertInto("landingPages")
      .values({
        ...{ tenantId: tenant.id, id, status: "client_review", version: 1, contentHash },
        ...(LandingPage.columns(content) as { name: string; slug: string }),
      })
      .execute();
    await tx
      .insertInto("contentVersions")
      .values({
        ...{ tenantId: tenant.id, id: newId("contentVersion"), subjectType: "landing_page", subjectId: id, version: 1 },
        ...{ content: JSON.stringify(content), sha256: contentHash, author: "agent:run_test", authorKind: "agent" },
      })
      .execute();
  });
  await as(machine(tenant.id), () =>
    transaction((tx) =>
      Approval.open(tx, {
        ...{ kind: "landing_page", version: 1, contentHash, stage: "client", author: "agent:run_test" },
        subject: { type: "landing_page", id, title: content.hero.headline },
      }),
    ),
  );
  return id;
}

const pageOf = (tenant: TestTenant, id: string) =>
  ok<PieceDetail>(tenant.people.DM, "GET", `/tenant/v1/landing-pages/${id}`);

test("an approved page becomes a page of the WordPress site, not a post, and is published once the site shows it", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  await asPlatform((tx) =>
    tx
      .updateTable("connectedChannels")
      .set({ settings: JSON.stringify({ mode: "publish" }) })
      .where("tenantId", "=", tenant.id)
      .where("type", "=", "wordpress")
      .execute(),
  );
  const id = await landingPage(tenant);
  await approve(tenant, id, "client");
  await ok(tenant.people.TA, "POST", `/tenant/v1/landing-pages/${id}/publish`, { body: {} });
  const { id: attemptId } = await attemptOf(tenant, id);
  await outside.fault({ provider: "wordpress", kind: "timeout_after_effect", match: tenant.slug, ms: 200 });
  await work(tenant, attemptId, ["send"]);
  expect(await pageOf(tenant, id)).toMatchObject({ status: "publish_unknown" });
  await work(tenant, attemptId, ["send", "lookUp"]);
  expect(await pageOf(tenant, id)).toMatchObject({ status: "published", publish: { status: "confirmed" } });
});

test("a page for a repository is a file of a pull request, and published once that is merged", async () => {
  const tenant = await freshTenant({ plan: "agency" });
  await asPlatform((tx) =>
    tx.updateTable("connectedChannels").set({ status: "disconnected" }).where("tenantId", "=", tenant.id).execute(),
  );
  const repository = await repositoryOf(tenant);
  const id = await landingPage(tenant);
  await approve(tenant, id, "client");
  await ok(tenant.people.TA, "POST", `/tenant/v1/landing-pages/${id}/publish`, { body: {} });
  const { id: attemptId } = await attemptOf(tenant, id);
  await work(tenant, attemptId, ["send", "check"]);
  const [pull] = await github<Pull[]>("GET", `/${repository}/pulls`);
  const file = `lamps-${tenant.slug}`.slice(0, 80);
  expect(await fileAt(repository, `${file}/index.html`, pull?.head.ref ?? "")).toContain(
    `<h1>Lamps for ${tenant.slug}`,
  );
  expect(await pageOf(tenant, id)).toMatchObject({ status: "publishing" });
  await github("PUT", `/${repository}/pulls/${pull?.number}/merge`);
  await work(tenant, attemptId, ["check"]);
  expect(await pageOf(tenant, id)).toMatchObject({ status: "published" });
});
