import type { DemoReach } from "#localstack/demo/reach/shape.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { VisibilityPlatform } from "#schema/visibility.ts";
import { date } from "./days.ts";

const askedOn = [-22, -15, -8, -1];

/** What assistants answered on four days: the later, the more of them name the client. */
export async function plantVisibility(
  tx: Tx,
  tenantId: string,
  { slug, questions, rivals, narrative }: DemoReach,
): Promise<void> {
  for (const { prompt, type, named, excerpt } of questions) {
    const promptId = newId("visibilityPrompt");
    await tx.insertInto("aiVisibilityPrompts").values({ tenantId, id: promptId, prompt, type }).execute();
    for (const [at, day] of askedOn.entries())
      for (const [place, platformKey] of VisibilityPlatform.options.entries()) {
        const mentioned = named + at >= 4 && (place + at) % 4 < named;
        await tx
          .insertInto("aiVisibilitySnapshots")
          .values({
            ...{ tenantId, id: newId("visibilitySnapshot"), promptId, platformKey, runOn: date(day), mentioned },
            ...{ competitors: rivals.filter((_, rival) => (place + rival) % 2 === 0) },
            ...(mentioned ? { rank: 1 + (place % 3), excerpt } : {}),
            sentiment: mentioned ? (place === 2 ? "neutral" : "positive") : null,
            citedSources: JSON.stringify(mentioned ? [`https://${slug}.test/`] : []),
          })
          .execute();
      }
  }
  const { text, ...details } = narrative;
  await tx
    .insertInto("aiVisibilityNarratives")
    .values({
      ...{ tenantId, id: newId("visibilityNarrative"), period: "last_30_days", status: "done", geoScore: 62 },
      ...{ narrative: text, details: JSON.stringify(details) },
    })
    .execute();
}
