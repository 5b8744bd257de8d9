import { words } from "#kit/components/format.ts";
import type { ChainEntry } from "#schema/chain.ts";

const changesMax = 3;
const valueMax = 40;
const nothing = "–";

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return nothing;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > valueMax ? `${text.slice(0, valueMax - 1)}…` : text;
}

/** "Status: active → suspended", at most three fields; of what is new, only what it is. */
export function changesOf({ change }: Pick<ChainEntry, "change">): string {
  const { before, after, fields } = change;
  const parts = fields.slice(0, changesMax).map((field) => {
    const was = shown(before[field]);
    return `${words(field)}: ${was === nothing ? "" : `${was} → `}${shown(after[field])}`;
  });
  return [...parts, ...(fields.length > changesMax ? [`and ${fields.length - changesMax} more`] : [])].join("; ");
}

/** Name of the one who did it; machines are named in words. */
export function actorName({ actor }: Pick<ChainEntry, "actor">): string {
  return ["agent", "system"].includes(actor.kind) ? words(actor.name) : actor.name;
}
