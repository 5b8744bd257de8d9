import { count, words } from "#kit/components/format.ts";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { MasterAgent } from "#schema/agent-version.ts";

/** Whether an agent starts runs. */
export function AgentBadge({ agent: { enabled, pausedAt } }: { agent: Pick<MasterAgent, "enabled" | "pausedAt"> }) {
  if (!enabled) return <ToneBadge tone="waiting">Off</ToneBadge>;
  return pausedAt === null ? <ToneBadge tone="done">On</ToneBadge> : <ToneBadge tone="attention">Paused</ToneBadge>;
}

/** "Standard · as the tier says", "Standard · openai, gpt-5", "No model". */
export function modelText({ tier, adapter, model }: Pick<MasterAgent, "tier" | "adapter" | "model">): string {
  if (tier === "none") return "No model";
  return `${words(tier)} · ${adapter === null ? "as the tier says" : [adapter, model].filter(Boolean).join(", ")}`;
}

/** Share of ended runs that went well. */
export function successText({ succeeded, failed }: MasterAgent["figures"]): string {
  const ended = succeeded + failed;
  return ended === 0 ? "–" : `${count(Math.round((succeeded / ended) * 100))} %`;
}
