import type { ClientResearch } from "#agents/client-researcher.ts";
import type { CompetitorResearch } from "#agents/competitor-researcher.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import { hostOf, siteOf } from "#core/crawl/domain.ts";
import * as Crawl from "#core/crawl/read.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import * as Setup from "#core/setup/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Intensity } from "#schema/competitor.ts";
import { newId } from "#schema/ids.ts";
import { latest, write } from "./index.ts";

/** What the client researcher gets: who the client is, and the pages of its site as the last crawl found them. */
export async function loadClient(run: ClaimedRun): Promise<Record<string, unknown>> {
  const { pages: crawlPages } = await Crawl.latest();
  return transaction(async (tx) => ({ ...(await company(tx)), ...(await wishes(tx, run)), crawlPages }));
}

/** Stores the notes; the setup chain goes on. */
export async function storeClient(tx: Tx, run: ClaimedRun, { data }: Product<ClientResearch>): Promise<void> {
  const { notesMarkdown, ...metadata } = data;
  await write(tx, { kind: "client", title: "Research on the client", body: notesMarkdown, metadata, runId: run.id });
  await Setup.advance(tx);
}

/** The chain stops: people are told where it needs them. */
export async function giveUpClient(_tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  await Setup.stopped(run, "client_research", message);
}

/** What the competitor researcher gets: the client, the notes on it, and those it named. */
export async function loadCompetitors(run: ClaimedRun): Promise<Record<string, unknown>> {
  const { pages: crawlPages } = await Crawl.latest();
  return transaction(async (tx) => {
    const own = await company(tx);
    const notes = await latest(tx, "client");
    const known = await tx
      .selectFrom("competitors")
      .select(["name", "domain"])
      .where("tenantId", "=", tenant())
      .where("source", "=", "manual")
      .where("deletedAt", "is", null)
      .where("domain", "is not", null)
      .orderBy("id")
      .limit(6)
      .execute();
    const ownDomain = own.siteUrl ? hostOf(own.siteUrl) : undefined;
    return {
      ...own,
      ...(await wishes(tx, run)),
      ...(ownDomain ? { ownDomain } : {}),
      clientNotes: notes?.body ?? "",
      crawlPages,
      knownCompetitors: known.map(({ name, domain }) => ({ name, domain: domain ?? "" })),
    };
  });
}

/** Stores the competitors and the notes on them; the setup chain goes on. */
export async function storeCompetitors(tx: Tx, run: ClaimedRun, { data }: Product<CompetitorResearch>): Promise<void> {
  const { notesMarkdown, landscapeIntensity, ...metadata } = data;
  for (const { name, domain, positioning } of data.competitors)
    await keepCompetitor(tx, { name, domain, notes: positioning, intensity: landscapeIntensity });
  const written = { kind: "competitor", title: "Research on competitors", body: notesMarkdown } as const;
  await write(tx, { ...written, metadata: { ...metadata, landscapeIntensity }, runId: run.id });
  await Setup.advance(tx);
}

/** Without research on competitors the chain goes on; the context file says that there was none. */
export async function giveUpCompetitors(tx: Tx): Promise<void> {
  const chain = await Setup.open(tx);
  if (chain) await Setup.wantCompetitors(tx, chain, false);
  await Setup.advance(tx);
}

async function keepCompetitor(
  tx: Tx,
  { intensity, ...found }: { name: string; domain: string; notes: string; intensity: Intensity },
): Promise<void> {
  const { name, domain, notes } = found;
  const rows = await tx
    .selectFrom("competitors")
    .select(["id", "source", "domain"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
  const known = rows.find((row) => row.domain !== null && siteOf(row.domain) === siteOf(domain));
  const researched = { intensity, lastResearchedAt: new Date() };
  if (known) {
    const said = known.source === "agent" ? { notes } : {};
    await tx
      .updateTable("competitors")
      .set({ ...researched, ...said })
      .where("tenantId", "=", tenant())
      .where("id", "=", known.id)
      .execute();
    return;
  }
  const id = newId("competitor");
  const row = { ...found, source: "agent", ...researched };
  await tx
    .insertInto("competitors")
    .values({ tenantId: tenant(), id, ...row })
    .execute();
  await Effect.audit("competitor.added", { type: "competitor", id, label: name }, { after: { name, domain } });
}

async function company(tx: Tx) {
  const row = await tx
    .selectFrom("tenants")
    .select(["name", "websiteUrl", "country", "industry", "plan"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  return {
    tenantName: row.name,
    ...(row.websiteUrl ? { siteUrl: row.websiteUrl } : {}),
    country: row.country,
    ...(row.industry ? { industry: row.industry } : {}),
    plan: row.plan,
  };
}

async function wishes(tx: Tx, run: ClaimedRun): Promise<{ revisionNotes?: string }> {
  const notes = await Setup.notesOf(tx, run.subjectId ?? "");
  return notes ? { revisionNotes: notes } : {};
}
