import * as Activity from "#core/activity/index.ts";
import { inForce } from "#core/context/in-force.ts";
import { hostOf } from "#core/crawl/domain.ts";
import * as Memory from "#core/memory/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Envelope } from "#schema/agent.ts";
import { platformBannedWords } from "#schema/tenant.ts";
import type { ClaimedRun } from "./claim.ts";

/** The part of the envelope that does not depend on retrieval. */
export async function envelopeOf(run: ClaimedRun): Promise<Omit<Envelope, "chunks">> {
  return transaction(async (tx) => {
    const tenantId = tenant();
    const owner = await tx
      .selectFrom("tenants")
      .select(["locale", "timezone", "websiteUrl"])
      .where("id", "=", tenantId)
      .executeTakeFirstOrThrow();
    const context = await inForce(tx);
    const settings = await tx
      .selectFrom("tenantSettings")
      .select("bannedWords")
      .where("tenantId", "=", tenantId)
      .executeTakeFirst();
    const voice = await tx
      .selectFrom("brandVoices")
      .select("bannedWords")
      .where("tenantId", "=", tenantId)
      .executeTakeFirst();
    const sites = await tx
      .selectFrom("connectedChannels")
      .select("url")
      .where("tenantId", "=", tenantId)
      .where("type", "in", ["website", "wordpress"])
      .where("deletedAt", "is", null)
      .execute();
    const domains = domainsOf([owner.websiteUrl, ...sites.map(({ url }) => url)]);
    const notes = run.activityId ? (await Activity.locked(tx, run.activityId)).input["reviewerNotes"] : undefined;
    const memory = await Memory.recall(tx, run.agent);
    return {
      runId: run.id,
      version: run.version,
      wakeReason: run.wakeReason,
      ...(typeof notes === "string" && ["rejection", "refresh"].includes(run.wakeReason)
        ? { reviewerNotes: notes.slice(0, 4_000) }
        : {}),
      ...(memory.length > 0 ? { memory } : {}),
      locale: owner.locale,
      timeZone: owner.timezone,
      now: new Date().toISOString(),
      contextFile: context?.body ?? "",
      domains,
      bannedWords: [
        ...new Set([...platformBannedWords, ...(settings?.bannedWords ?? []), ...(voice?.bannedWords ?? [])]),
      ],
    };
  });
}

function domainsOf(addresses: readonly (string | null)[]): string[] {
  const hosts = addresses.flatMap((address) => (address && URL.canParse(address) ? [hostOf(address)] : []));
  return [...new Set(hosts)].filter((host) => host.includes("."));
}
