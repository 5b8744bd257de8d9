import type { ContextFile } from "#agents/context-file-writer.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Research from "#core/research/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import * as Setup from "#core/setup/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { appendices } from "./appendices.ts";
import * as Context from "./index.ts";

const bodyMax = 20_000;

/** What the writer gets: research, the wizard's answers, the version in force, and what a person asked for. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await Context.locked(tx, run.subjectId ?? "");
    const owner = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
    const client = await Research.latest(tx, "client");
    const rivals = await Research.latest(tx, "competitor");
    const previous = await tx
      .selectFrom("contextFiles")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("version", "<", row.version)
      .where("body", "!=", "")
      .orderBy("version", "desc")
      .limit(1)
      .executeTakeFirst();
    const notes = row.sections["notes"];
    return {
      tenantName: owner.name,
      clientNotes: client?.body ?? "",
      competitorNotes: rivals?.body ?? "Competitors were not researched.",
      ...pick(client?.metadata, ["offerings", "audiences", "differentiators"]),
      competitors: await competitors(tx),
      channels: await channels(tx),
      wizard: { voice: await voice(tx) },
      ...(previous ? { previous: previous.body } : {}),
      ...(typeof notes === "string" ? { revisionNotes: notes } : {}),
    };
  });
}

/** Stores the text with the sections that the wizard's answers make, and puts it before the client. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ContextFile>): Promise<void> {
  const row = await Context.locked(tx, run.subjectId ?? "");
  if (row.status !== "draft") return;
  const { markdown, ...sections } = data;
  const body = joined(markdown, await appendices(tx));
  await tx
    .updateTable("contextFiles")
    .set({ body, sha256: sha256(body), sections: JSON.stringify({ ...row.sections, ...sections }), runId: run.id })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Context.submit(tx, row.id, row.version === 1 ? await beforehand(tx) : undefined);
}

/** The draft is laid aside; the version in force stays. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  const row = await Context.locked(tx, run.subjectId ?? "");
  if (row.status !== "draft") return;
  await Context.move(tx, row, "fail");
  await Effect.audit("context_file.archived", { type: "context_file", id: row.id, label: `Version ${row.version}` });
  await Setup.stopped(run, "context_file", message);
}

// What people entered stays whole; the written part gives way, a paragraph at a time.
function joined(markdown: string, added: readonly string[]): string {
  const tail = added
    .map((section) => `\n\n${section}`)
    .join("")
    .slice(0, bodyMax / 2);
  let head = markdown;
  while (head.length + tail.length > bodyMax) {
    const end = head.lastIndexOf("\n\n");
    head = head.slice(0, end > 0 ? end : bodyMax - tail.length);
  }
  return head + tail;
}

// Who of the client's admins wants the first version in force without being asked.
async function beforehand(tx: Tx): Promise<string | undefined> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select(["autoApproveContext", "updatedBy"])
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return settings?.autoApproveContext ? (settings.updatedBy ?? undefined) : undefined;
}

function pick(metadata: Record<string, unknown> | undefined, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (metadata?.[key] === undefined ? [] : [[key, metadata[key]]])));
}

async function competitors(tx: Tx) {
  return tx
    .selectFrom("competitors")
    .select(["name", "domain"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(10)
    .execute();
}

async function channels(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("connectedChannels")
    .select(["type", "name"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "connected")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(30)
    .execute();
  return rows.map(({ type, name }) => `${type}: ${name}`);
}

async function voice(tx: Tx) {
  const row = await tx.selectFrom("brandVoices").selectAll().where("tenantId", "=", tenant()).executeTakeFirst();
  if (!row) return null;
  const { tone, personality, style, dos, donts, bannedWords } = row;
  return { tone, personality: personality.join(" "), style: style ?? "", dos, donts, bannedWords };
}
