import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

const competitorsMax = 10;

/** What assistants are asked about: the company, where it is at home, and whom it competes with. */
export interface Company {
  name: string;
  websiteUrl: string | null;
  industry: string | null;
  /** The country by its name. */
  place: string | null;
  competitors: string[];
}

/** The company of the tenant at work. */
export async function companyOf(tx: Tx): Promise<Company> {
  const owner = await tx
    .selectFrom("tenants")
    .select(["name", "websiteUrl", "industry", "country"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  const rivals = await tx
    .selectFrom("competitors")
    .select("name")
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(competitorsMax)
    .execute();
  const { country, ...known } = owner;
  const place = new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(country) ?? null;
  return { ...known, place, competitors: rivals.map(({ name }) => name) };
}
