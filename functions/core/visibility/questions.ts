import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { VisibilityPlatform } from "#schema/visibility.ts";
import { assistantsOf } from "./assistants.ts";
import { limitOf } from "./prompts.ts";

/** One prompt for one assistant. */
export interface OpenQuestion {
  promptId: string;
  platform: VisibilityPlatform;
}

const promptsMax = 50;

/** Day in UTC by which answers are kept. */
export const todayUtc = (): string => new Date().toISOString().slice(0, 10);

/** What has not been answered today: every prompt at work for every assistant that is wanted and can be asked. */
export async function openQuestions(tx: Tx): Promise<OpenQuestion[]> {
  const assistants = (await assistantsOf(tx)).filter(({ enabled, available }) => enabled && available);
  const prompts = await activePrompts(tx);
  const answered = await tx
    .selectFrom("aiVisibilitySnapshots")
    .select(["promptId", "platformKey"])
    .where("tenantId", "=", tenant())
    .where("runOn", "=", todayUtc())
    .execute();
  const done = new Set(answered.map(({ promptId, platformKey }) => `${promptId} ${platformKey}`));
  return prompts.flatMap(({ id }) =>
    assistants.flatMap(({ key }) => (done.has(`${id} ${key}`) ? [] : [{ promptId: id, platform: key }])),
  );
}

/** The prompts that are asked: those at work, within the plan, the oldest first. */
export async function activePrompts(tx: Tx): Promise<{ id: string; prompt: string; type: string }[]> {
  return tx
    .selectFrom("aiVisibilityPrompts")
    .select(["id", "prompt", "type"])
    .where("tenantId", "=", tenant())
    .where("active", "=", true)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(Math.min(promptsMax, await limitOf(tx)))
    .execute();
}
