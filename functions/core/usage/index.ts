import { csvLine } from "#core/csv.ts";
import * as Paging from "#core/page/index.ts";
import { current, isAgency, require, tenants } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { UsageExport, UsageGroup, UsagePage, UsageQuery, UsageRow } from "#schema/usage.ts";
import { grouped, type Question, type Sums, total } from "./figures.ts";

type Figures = UsagePage["totals"];

const exportBatch = 500;
const daysMax = 400;

/**
 * What was used, by tenant, agent, activity, model or day, of the clients the actor sees: a client its own, in credits; a reviewer
 * those of the assignments and a super admin all, with what providers ask. Tools stand among the models under their own names.
 */
export async function report(query: UsageQuery): Promise<UsagePage> {
  const { limit, cursor, ...asked } = query;
  const question = await questionOf(asked);
  const scope = JSON.stringify(["usage", question]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const sums = await grouped(tx, question, limit + 1, position?.[0]);
    const page = Paging.slice(sums, limit, scope, ({ key }) => [key]);
    return {
      items: await rowsOf(tx, question.groupBy, page.rows),
      nextCursor: page.nextCursor,
      totals: figuresOf(await total(tx, question)),
      from: question.from,
      to: question.to,
    };
  });
}

/** The same as a table, read while it is sent. */
export async function exported(query: UsageExport): Promise<AsyncGenerator<string>> {
  return lines(await questionOf(query));
}

async function* lines(question: Question): AsyncGenerator<string> {
  const costs = isAgency() ? ["costUsd", "costOther"] : [];
  const { groupBy } = question;
  const names = ["runs", "calls", "toolCalls", "inputTokens", "outputTokens", "cachedTokens", "credits"] as const;
  yield csvLine([groupBy, "label", ...names, ...costs]);
  let after: string | undefined;
  while (true) {
    const rows = await transaction(async (tx) => rowsOf(tx, groupBy, await grouped(tx, question, exportBatch, after)));
    for (const row of rows)
      yield csvLine([row.key, row.label, ...names.map((name) => row[name]), ...costCells(row.cost)]);
    after = rows.at(-1)?.key;
    if (rows.length < exportBatch) return;
  }
}

function costCells(cost: Figures["cost"]): (string | number)[] {
  if (cost === null) return [];
  const dollars = cost.find(({ currency }) => currency === "USD")?.micros ?? 0;
  const others = cost.filter(({ currency }) => currency !== "USD");
  return [dollars / 1_000_000, others.map(({ currency, micros }) => `${currency} ${micros / 1_000_000}`).join("; ")];
}

async function questionOf({ tenantId, ...asked }: UsageExport): Promise<Question> {
  const actor = current();
  if (actor.kind === "admin") require("system.operate", "see what all clients use", "platform");
  else for (const id of tenants()) require("credit.read", "see what was used", id);
  const own = actor.kind === "admin" ? null : tenants();
  if (tenantId !== undefined && own !== null && !own.includes(tenantId)) throw notFound("Client", tenantId);
  const tenantIds = tenantId === undefined ? own : [tenantId];
  const zone = await zoneOf(tenantIds);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date());
  const to = asked.to ?? today;
  const from = asked.from ?? `${to.slice(0, 7)}-01`;
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days < 0 || days > daysMax) {
    const message = `Ask for 1 to ${daysMax} days: from ${from} to ${to} are ${days < 0 ? "none" : days + 1}.`;
    throw new AppError("request.validation_failed", message, { fields: [{ path: "from", rule: "range", message }] });
  }
  return { ...asked, from, to, zone, tenantIds };
}

// A client's days are its own; those of several are UTC.
async function zoneOf(tenantIds: readonly string[] | null): Promise<string> {
  const [only, ...others] = tenantIds ?? [];
  if (only === undefined || others.length > 0) return "UTC";
  const row = await transaction((tx) =>
    tx.selectFrom("tenants").select("timezone").where("id", "=", only).executeTakeFirst(),
  );
  if (!row) throw notFound("Client", only);
  return row.timezone;
}

async function rowsOf(tx: Tx, groupBy: UsageGroup, sums: readonly Sums[]): Promise<UsageRow[]> {
  const labels = await labelsOf(
    tx,
    groupBy,
    sums.map(({ key }) => key),
  );
  return sums.map((row) => ({ key: row.key, label: labels.get(row.key) ?? (row.key || "–"), ...figuresOf(row) }));
}

async function labelsOf(tx: Tx, groupBy: UsageGroup, keys: string[]): Promise<Map<string, string>> {
  switch (groupBy) {
    case "tenant": {
      const rows = await tx.selectFrom("tenants").select(["id", "name"]).where("id", "in", keys).execute();
      return new Map(rows.map(({ id, name }) => [id, name]));
    }
    case "agent": {
      const rows = await tx.selectFrom("agents").select(["name", "label"]).where("name", "in", keys).execute();
      return new Map(rows.map(({ name, label }) => [name, label]));
    }
    case "activity": {
      const rows = await tx.selectFrom("activities").select(["id", "ref", "title"]).where("id", "in", keys).execute();
      return new Map(rows.map(({ id, ref, title }) => [id, `${ref} ${title}`]));
    }
    case "model":
    case "day":
      return new Map();
  }
}

function figuresOf(sums: Sums | undefined): Figures {
  const cost = Object.entries(sums?.cost ?? {}).map(([currency, micros]) => ({ currency, micros }));
  return {
    runs: Number(sums?.runs ?? 0),
    calls: Number(sums?.calls ?? 0),
    toolCalls: Number(sums?.toolCalls ?? 0),
    inputTokens: Number(sums?.inputTokens ?? 0),
    outputTokens: Number(sums?.outputTokens ?? 0),
    cachedTokens: Number(sums?.cachedTokens ?? 0),
    credits: Number(sums?.credits ?? 0) / 100,
    cost: isAgency() ? cost.toSorted((a, b) => a.currency.localeCompare(b.currency)) : null,
  };
}
