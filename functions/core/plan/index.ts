import { markdownOf, presentTerms } from "#core/contract/terms.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { offersOf } from "#schema/plans.ts";
import type { RegionChoice } from "#schema/region.ts";
import type { PlanOffer, PlanOffers } from "#schema/signup.ts";

export interface Region {
  id: string;
  code: string;
  name: string;
  currency: string;
}

/** Where a country is sold to: the region that lists it, else the worldwide one. */
export async function regionOf(tx: Tx, country: string): Promise<Region> {
  const rows = await tx
    .selectFrom("regions")
    .select(["id", "code", "name", "currency", "countries"])
    .where("active", "=", true)
    .orderBy("code")
    .execute();
  const found = rows.find((row) => row.countries.includes(country)) ?? rows.find((row) => row.code === "world");
  if (!found) throw new Error("No region is set up. Seed the platform.");
  const { countries: _, ...region } = found;
  return region;
}

/** The region of a code. @throws validation_failed when there is none */
export async function regionByCode(tx: Tx, code: string): Promise<Region> {
  const region = await tx
    .selectFrom("regions")
    .select(["id", "code", "name", "currency"])
    .where("code", "=", code)
    .where("active", "=", true)
    .executeTakeFirst();
  if (region) return region;
  const message = `There is no region ${code}.`;
  throw new AppError("request.validation_failed", message, { fields: [{ path: "region", rule: "unknown", message }] });
}

/** Every market that is open, by name, for a super admin to choose from. */
export async function regions(): Promise<RegionChoice[]> {
  require("tenant.manage", "see the regions", "platform");
  return transaction((tx) =>
    tx.selectFrom("regions").select(["code", "name", "currency"]).where("active", "=", true).orderBy("name").execute(),
  );
}

/** Public plans and prices of a country, and the terms that come with them. */
export async function offers(country: string): Promise<PlanOffers> {
  const { code, name, currency } = await transaction((tx) => regionOf(tx, country));
  const terms = presentTerms();
  return {
    region: { code, name, currency },
    termsVersion: terms.version,
    termsText: markdownOf(terms),
    items: offersOf({ code, currency }),
  };
}

/** One price of a region. @throws validation_failed when it is not sold there */
export function offerIn(region: Region, planPriceId: string): PlanOffer {
  const found = offersOf(region).find((offer) => offer.planPriceId === planPriceId);
  if (found) return found;
  const message = `There is no such price in ${region.name}. Choose one of the list.`;
  throw new AppError("request.validation_failed", message, {
    fields: [{ path: "planPriceId", rule: "unknown", message }],
  });
}
