import type { Matches } from "#agents/opportunity-matcher.ts";
import { audienceOf } from "#core/context/in-force.ts";
import { hostOf } from "#core/crawl/domain.ts";
import * as Effect from "#core/effect/index.ts";
import * as Research from "#core/research/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { quietDays } from "#schema/backlink.ts";
import { newId } from "#schema/ids.ts";

const directoriesMax = 50;
const scoreMin = 6;

/** What the matcher gets: the client, and directories that it is not in and that nobody has dismissed lately. */
export async function load(): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const owner = await tx
      .selectFrom("tenants")
      .select(["name", "industry", "country"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const directories = await openTo(tx);
    if (directories.length === 0) throw new CannotCompose("There is no directory that the client could be listed in.");
    const audience = (await audienceOf(tx)).slice(0, 500);
    const city = await cityOf(tx, owner.country);
    return {
      directories,
      profile: {
        ...{ industry: owner.industry ?? owner.name, country: owner.country, audience },
        ...(city ? { city } : {}),
      },
    };
  });
}

// The first place that research on the client has found, as far as it is none the country's own name.
async function cityOf(tx: Tx, country: string): Promise<string | undefined> {
  const { metadata = {} } = (await Research.latest(tx, "client")) ?? {};
  const locations = (metadata["locations"] ?? []) as string[];
  const name = new Intl.DisplayNames("en", { type: "region" }).of(country)?.toLowerCase();
  const place = locations.find((location) => ![country.toLowerCase(), name].includes(location.trim().toLowerCase()));
  return place?.split(",")[0]?.trim();
}

/** Keeps the matches as opportunities that people take up or dismiss. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<Matches>): Promise<void> {
  const owner = await tx
    .selectFrom("tenants")
    .select("websiteUrl")
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  const open = new Map((await openTo(tx)).map((directory) => [directory.id, directory]));
  let found = 0;
  for (const { directoryId, relevanceScore, rationale, steps, minutes } of data.matches) {
    const directory = open.get(directoryId);
    if (!directory || !owner.websiteUrl || relevanceScore < scoreMin) continue;
    const id = found === 0 && run.subjectId ? run.subjectId : newId("backlink");
    const sourceDomain = hostOf(directory.url);
    const fresh = { relevanceScore, pitchRationale: rationale, steps: JSON.stringify(steps), minutes, runId: run.id };
    const row = await tx
      .insertInto("backlinks")
      .values({
        ...{ tenantId: tenant(), id, sourceType: "directory_opportunity", opportunityStatus: "opportunity" },
        ...{ directoryId, sourceDomain, sourceUrl: directory.url, targetUrl: owner.websiteUrl, ...fresh },
        ...{ domainRating: directory.domainRating, linkType: directory.linkType },
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "sourceDomain", "targetUrl"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!row) continue;
    found += 1;
    await Effect.audit(
      "opportunity.matched",
      { type: "backlink", id, label: directory.name },
      { after: { relevanceScore } },
    );
  }
}

/** The next week tries again. */
export async function giveUp(): Promise<void> {}

/** Directories that the tenant is not in and that nobody has dismissed lately, the strongest first. */
export async function openTo(tx: Tx) {
  return tx
    .selectFrom("backlinkDirectories as d")
    .select([
      "d.id",
      "d.name",
      "d.url",
      "d.category",
      "d.industries",
      "d.region",
      "d.domainRating",
      "d.linkType",
      "d.cost",
    ])
    .where("d.active", "=", true)
    .where("d.deletedAt", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("backlinks as b")
            .select("b.id")
            .where("b.tenantId", "=", tenant())
            .whereRef("b.directoryId", "=", "d.id")
            .where((on) =>
              on.or([
                on("b.opportunityStatus", "!=", "dismissed"),
                on("b.updatedAt", ">=", new Date(Date.now() - quietDays * 86_400_000)),
              ]),
            ),
        ),
      ),
    )
    .orderBy("d.domainRating", (order) => order.desc().nullsLast())
    .orderBy("d.id")
    .limit(directoriesMax)
    .execute();
}
