import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { Enrichment } from "#schema/lead.ts";

const daysBack = 180;
const rowsMax = 2_000;
const listedMax = 10;
/** Fewer people than this are not told apart. */
const crowdMin = 3;

/** Who has asked lately, in counts; no line of it is about fewer than three people. */
export interface LeadFigures {
  leads: number;
  qualified: number;
  converted: number;
  sources: Record<string, number>;
  jobTitles: Record<string, number>;
  industries: Record<string, number>;
  countries: Record<string, number>;
  companySizes: Record<string, number>;
}

/** The leads of the last half year in figures; undefined where there are too few to say anything. */
export async function figures(tx: Tx, now = new Date()): Promise<LeadFigures | undefined> {
  const rows = await tx
    .selectFrom("leads")
    .select(["source", "jobTitle", "enrichment", "qualifiedAt", "convertedAt"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .where("createdAt", ">=", new Date(now.getTime() - daysBack * 86_400_000))
    .orderBy("id", "desc")
    .limit(rowsMax)
    .execute();
  if (rows.length < crowdMin) return undefined;
  const known = rows.map(({ enrichment }) => enrichment as Enrichment);
  return {
    leads: rows.length,
    qualified: rows.filter(({ qualifiedAt }) => qualifiedAt !== null).length,
    converted: rows.filter(({ convertedAt }) => convertedAt !== null).length,
    sources: counts(rows.map(({ source }) => source)),
    jobTitles: counts(rows.map(({ jobTitle }) => jobTitle?.trim().toLowerCase())),
    industries: counts(known.map(({ industry }) => industry)),
    countries: counts(known.map(({ country }) => country)),
    companySizes: counts(known.map(({ companySize }) => companySize)),
  };
}

function counts(values: readonly (string | null | undefined)[]): Record<string, number> {
  const groups = Map.groupBy(
    values.filter((value): value is string => Boolean(value)),
    (value) => value,
  );
  const ranked = [...groups].map(([value, of]): [string, number] => [value, of.length]);
  return Object.fromEntries(
    ranked
      .filter(([, count]) => count >= crowdMin)
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, listedMax),
  );
}
