import canonicalize from "canonicalize";
import type { Failed } from "#agents/descriptor/index.ts";
import type { Patches } from "#agents/website-code-fixer.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { CannotCompose } from "#schema/agent.ts";
import { type ChangedFile, fixMax } from "#schema/code-change.ts";
import { changedLines, patched, unifiedDiff } from "./diff.ts";
import { mend } from "./mend.ts";
import { htmlAt, issuesOf, pagesOf, textAt } from "./pages.ts";
import { locked, move } from "./rows.ts";

/** What the fixer gets: the open findings, and the pages that show them. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const { issues, pages } = await transaction(async (tx) => {
    const row = await locked(tx, run.subjectId ?? "");
    const open = await issuesOf(tx, row.siteAuditId, row.findingIds);
    return { issues: open, pages: await pagesOf(tx, open) };
  });
  if (issues.length === 0 || pages.length === 0) throw new CannotCompose("The findings are no longer open.");
  const kept = new Set(pages.map(({ url }) => url));
  return {
    issues: issues.map(({ urls, ...issue }) => ({ ...issue, urls: urls.filter((url) => kept.has(url)) })),
    pages: await Promise.all(
      pages.map(async ({ url, title, metaDescription, h1, htmlKey }) => ({
        ...{ url, title, metaDescription, h1 },
        text: (await textAt(htmlKey ?? "")).slice(0, fixMax.textCharacters),
      })),
    ),
  };
}

/** Makes differences of what was proposed, against the pages as they were kept, and has the agency decide them. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<Patches>): Promise<void> {
  const row = await locked(tx, run.subjectId ?? "");
  if (row.status !== "preparing") return;
  const issues = await issuesOf(tx, row.siteAuditId, row.findingIds);
  const known = new Set(issues.map(({ findingId }) => findingId));
  const pages = new Map((await pagesOf(tx, issues)).map((page) => [page.url, page.htmlKey ?? ""]));
  const meant = data.patches.filter(({ findingId, url }) => known.has(findingId) && pages.has(url));
  const files: ChangedFile[] = [];
  for (const [url, patches] of Map.groupBy(meant, (patch) => patch.url)) {
    const file = await fileOf(url, pages.get(url) ?? "", patches);
    if (file && linesOf([...files, file]) <= fixMax.changedLines && files.length < fixMax.files) files.push(file);
  }
  const about = { type: "code_change", id: row.id, label: data.title };
  const said = { title: data.title, body: data.body, runId: run.id };
  if (files.length === 0) {
    await move(tx, row, "fail", { ...said, decisionNote: "None of the pages could be changed as proposed." });
    return;
  }
  const contentHash = sha256(canonicalize(files) ?? "");
  await move(tx, row, "propose", { ...said, contentHash, files: JSON.stringify(files) });
  await Effect.audit("code_change.proposed", about, { after: { files: files.length, contentHash } });
  await Approval.open(tx, {
    ...{ kind: "code_change", version: 1, contentHash, stage: "dm", author: `agent:${run.id}` },
    subject: { type: "code_change", id: row.id, title: data.title },
  });
}

/** The findings stay open. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  if (!run.subjectId) return;
  const row = await locked(tx, run.subjectId);
  if (row.status === "preparing") await move(tx, row, "fail", { decisionNote: message.slice(0, 4_000) });
}

type Patch = Patches["patches"][number];

async function fileOf(url: string, htmlKey: string, patches: readonly Patch[]): Promise<ChangedFile | undefined> {
  const html = await htmlAt(htmlKey);
  const mended = html === undefined ? undefined : mend(html, patches);
  if (html === undefined || mended === undefined) return undefined;
  const diff = unifiedDiff(pathOf(url), html, mended);
  if (diff === "" || Buffer.byteLength(diff) > fixMax.diffBytes || patched(html, diff) !== mended) return undefined;
  const explanation = patches.map((patch) => patch.explanation).join(" ");
  return {
    ...{ path: url, sha256: sha256(html), diff, explanation },
    findingIds: patches.map(({ findingId }) => findingId),
  };
}

function linesOf(files: readonly ChangedFile[]): number {
  return files.reduce((sum, { diff }) => sum + changedLines(diff), 0);
}

function pathOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname.replace(/^\//, "") || "index.html";
}
