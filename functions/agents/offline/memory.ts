import { occurrencesOf } from "#core/run/prose.ts";
import type { Envelope } from "#schema/agent.ts";
import { sureFrom } from "#schema/memory.ts";

/**
 * Words that people took out of earlier texts: all of those gone everywhere, and those gone often enough to be sure. What the task
 * itself is about stays.
 */
export function unwanted({ memory = [] }: Envelope, task: string): string[] {
  return memory.flatMap(({ key, value, confidence }) => {
    const { word, everywhere } = value.data ?? {};
    if (key !== "edit_patterns" || typeof word !== "string") return [];
    return (everywhere === true || confidence >= sureFrom) && occurrencesOf(word, task) === 0 ? [word] : [];
  });
}

/** The tone that people edited earlier texts to, once it is sure. */
export function learnedTone({ memory = [] }: Envelope): "friendly" | "neutral" | null {
  const tones = memory.flatMap(({ key, value, confidence }) =>
    key === "edit_patterns" && confidence >= sureFrom ? [value.data?.["tone"]] : [],
  );
  if (tones.includes("friendlier")) return "friendly";
  return tones.includes("formal") ? "neutral" : null;
}
