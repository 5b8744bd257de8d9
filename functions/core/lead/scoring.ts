import canonicalize from "canonicalize";
import { audienceOf } from "#core/context/in-force.ts";
import * as Effect from "#core/effect/index.ts";
import { countryOf } from "#core/tenant/country.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { industries as trades } from "#schema/industry.ts";
import { bandOf, type Enrichment } from "#schema/lead.ts";
import { type Scored, scoreOf, type Targets } from "./score.ts";
import type { Row } from "./shape.ts";

/** Counts a lead's score anew. What has not changed is not written. @returns the lead as it is then */
export async function rescored(tx: Tx, row: Row, now = new Date()): Promise<Row> {
  const { score, factors } = scoreOf(await factsOf(tx, row), await targetsOf(tx), now);
  if (row.score === score && canonicalize(row.scoreFactors) === canonicalize(factors)) return row;
  const next = await tx
    .updateTable("leads")
    .set({ score, scoreFactors: JSON.stringify(factors), scoredAt: now })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (row.score === null || bandOf(row.score) !== bandOf(score))
    await Effect.live("lead:updated", { id: row.id, status: row.status });
  return next;
}

async function factsOf(tx: Tx, row: Row): Promise<Scored> {
  const talks = await tx
    .selectFrom("leadActivities")
    .select("occurredAt")
    .where("tenantId", "=", tenant())
    .where("leadId", "=", row.id)
    .where("type", "in", ["call", "meeting"])
    .execute();
  const contact = await tx
    .selectFrom("contacts")
    .select("suppressed")
    .where("tenantId", "=", tenant())
    .where("id", "=", row.contactId ?? "")
    .executeTakeFirst();
  return {
    ...{ jobTitle: row.jobTitle, message: row.message, sourceUrl: row.sourceUrl },
    enrichment: row.enrichment as Enrichment,
    answers: row.answers as unknown as Scored["answers"],
    hasContact: row.email !== null || row.phone !== null,
    talks: talks.map(({ occurredAt }) => occurredAt),
    suppressed: contact?.suppressed ?? null,
  };
}

// The trades that the context file names as its audience, and the country where the client is at home.
async function targetsOf(tx: Tx): Promise<Targets> {
  const country = await countryOf(tx);
  const audience = (await audienceOf(tx)).toLowerCase();
  return {
    countries: [country.toLowerCase()],
    industries: trades.map(({ name }) => name.toLowerCase()).filter((name) => isNamed(name, audience)),
  };
}

function isNamed(trade: string, text: string): boolean {
  return trade.split(/[^a-z]+/).some((word) => word.length >= 5 && text.includes(word));
}
