import type { Failed } from "#agents/descriptor/index.ts";
import { itemsOf, sectionsOf } from "#agents/offline/sections.ts";
import type { StrategyDraft } from "#agents/strategy-writer.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import * as Setup from "#core/setup/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import * as Strategy from "./index.ts";

/** What the writer gets: the context file in force, channels, baseline and, as configured, the strategy in force. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await Strategy.locked(tx, run.subjectId ?? "");
    const owner = await tx
      .selectFrom("tenants")
      .select(["name", "plan"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const context = await tx
      .selectFrom("contextFiles")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("id", "=", row.contextFileId)
      .executeTakeFirstOrThrow();
    const inputs = await tx
      .selectFrom("strategyConfigs")
      .select(["useBaseline", "useConnectedChannels"])
      .where("tenantId", "=", tenant())
      .executeTakeFirst();
    const existing = await tx
      .selectFrom("strategies")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("version", "<", row.version)
      .where("body", "!=", "")
      .orderBy("version", "desc")
      .limit(1)
      .executeTakeFirst();
    const baseline = (inputs?.useBaseline ?? true) ? await baselineOf(tx) : undefined;
    const notes = row.details["notes"];
    return {
      tenantName: owner.name,
      planType: owner.plan,
      approvedContextFile: context.body,
      businessGoals: await businessGoals(tx, owner.name, context.body ?? ""),
      currentChannels: await channelsOf(tx, inputs?.useConnectedChannels ?? true),
      refreshMode: row.details["mode"],
      ...(existing?.body ? { existingStrategy: existing.body } : {}),
      ...(baseline ? { baseline } : {}),
      ...(typeof notes === "string" ? { revisionNotes: notes } : {}),
    };
  });
}

/** Stores the strategy and puts it before the agency. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<StrategyDraft>): Promise<void> {
  const row = await Strategy.locked(tx, run.subjectId ?? "");
  if (row.status !== "draft") return;
  const { strategyMarkdown: body, executiveSummary, recommendedChannels, changesSummary, ...details } = data;
  await tx
    .updateTable("strategies")
    .set({
      body,
      summary: executiveSummary,
      sha256: sha256(body),
      recommendedChannels: recommendedChannels.map(({ channel }) => channel),
      changesSummary: changesSummary ?? null,
      details: JSON.stringify({ ...row.details, ...details, recommendedChannels }),
      runId: run.id,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Strategy.submit(tx, row.id);
}

/** The draft is laid aside; people are told. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  const row = await Strategy.locked(tx, run.subjectId ?? "");
  if (row.status !== "draft") return;
  await Strategy.move(tx, row, "fail");
  await Effect.audit("strategy.archived", { type: "strategy", id: row.id, label: row.title });
  await Setup.stopped(run, "strategy", message);
}

async function baselineOf(tx: Tx): Promise<Record<string, unknown> | undefined> {
  const row = await tx
    .selectFrom("tenantBaselines")
    .select(["traffic", "ads", "social", "email", "seo"])
    .where("tenantId", "=", tenant())
    .orderBy("capturedOn", "desc")
    .limit(1)
    .executeTakeFirst();
  return row;
}

// What the business works towards: its goals at work, then what its context file says, and in any case that it wants customers.
async function businessGoals(tx: Tx, name: string, context: string): Promise<string[]> {
  const active = await tx
    .selectFrom("goals")
    .select(["title", "metric", "targetValue", "unit", "dueOn"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "active")
    .where("deletedAt", "is", null)
    .orderBy("dueOn")
    .orderBy("id")
    .limit(goalsMax)
    .execute();
  const sections = sectionsOf(context);
  const stated = [...sections].flatMap(([heading, text]) =>
    /\b(?:goals?|objectives?|aims?)\b/i.test(heading) ? itemsOf(text) : [],
  );
  const goals = [
    ...active.map((goal) => `${goal.title}: ${Number(goal.targetValue)} ${goal.unit} by ${goal.dueOn}`),
    ...stated.map((text) => text.replaceAll("**", "").trim()),
  ].filter((text) => text.length >= 5);
  const known = [...new Set(goals.map((text) => text.slice(0, 300)))].slice(0, goalsMax);
  return known.length > 0 ? known : [`More customers of the kind that ${name.slice(0, 200)} serves`];
}

const goalsMax = 10;

// What is connected, where that is wanted, and what could be: the channels of the catalogue.
async function channelsOf(
  tx: Tx,
  withConnected: boolean,
): Promise<{ type: string; name: string; connected: boolean }[]> {
  const found = await tx
    .selectFrom("connectedChannels")
    .select(["type", "name"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "connected")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
  const connected = withConnected ? found : [];
  const masters = await tx.selectFrom("channelMasters").select(["type", "name"]).orderBy("position").execute();
  const open = masters.filter(({ type }) => !connected.some((channel) => channel.type === type));
  return [
    ...connected.map((channel) => ({ ...channel, connected: true })),
    ...open.map((channel) => ({ ...channel, connected: false })),
  ].slice(0, 30);
}
