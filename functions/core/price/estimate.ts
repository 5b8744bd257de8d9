import * as Agent from "#core/agent/index.ts";
import type { Tx } from "#platform/db.ts";
import { imageModel } from "#platform/image-maker.ts";
import type { AgentName } from "#schema/agent.ts";
import { at, costOf } from "./index.ts";

/** What a usual run reads: two thirds of what a prompt may hold. Of what it may write, it writes half. */
const usualInputTokens = 7_000;
const microsPerMinor = 10_000;

/** Provider cost of one usual run of each agent, and of pictures, at today's prices, in minor units of the caps' currency. */
export async function estimate(
  tx: Tx,
  agents: readonly AgentName[],
  pictures = 0,
): Promise<{ minor: number; currency: string }> {
  const each = new Map<AgentName, number>();
  for (const name of new Set(agents)) {
    const { adapter, model, maxOutputTokens } = await Agent.effective(tx, name);
    const price = await at(tx, adapter.kind, model, new Date());
    const usage = { inputTokens: usualInputTokens, outputTokens: Math.ceil(maxOutputTokens / 2), cachedTokens: 0 };
    each.set(name, costOf(price, usage).usdMicros);
  }
  const picture = await at(tx, "image", imageModel(), new Date(), "image");
  const drawn = costOf(picture, { inputTokens: pictures, outputTokens: 0, cachedTokens: 0 }).usdMicros;
  const micros = agents.reduce((sum, name) => sum + (each.get(name) ?? 0), drawn);
  return { minor: Math.ceil(micros / microsPerMinor), currency: "USD" };
}
