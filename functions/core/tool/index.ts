import type { Effective } from "#core/agent/index.ts";
import type { Tx } from "#platform/db.ts";
import { billing } from "./billing.ts";
import type { ToolDescriptor } from "./descriptor.ts";
import { loadSkill } from "./load-skill.ts";
import { ragSearch } from "./rag-search.ts";
import { webFetch } from "./web-fetch.ts";
import { webSearch } from "./web-search.ts";
import { workspace } from "./workspace.ts";

export type Tools = ReadonlyMap<string, ToolDescriptor>;

/** Every tool of the product. */
export const tools: Tools = new Map(
  [ragSearch, webSearch, webFetch, loadSkill, workspace, billing].map((tool) => [tool.name, tool]),
);

/**
 * The tools a run may use: those of the agent's version that are switched on and that the client does not deny, and how often a
 * minute. Where only local models are allowed, none that tells anybody outside anything.
 */
export async function grantedTo(tx: Tx, agent: Pick<Effective, "tools" | "localOnly">) {
  if (agent.tools.length === 0) return new Map<string, { ratePerMinute: number }>();
  const rows = await tx
    .selectFrom("tools")
    .select(["name", "external", "ratePerMinute"])
    .where("name", "in", agent.tools)
    .where("enabled", "=", true)
    .orderBy("name")
    .execute();
  const usable = rows.filter(({ name, external }) => tools.has(name) && !(agent.localOnly && external));
  return new Map(usable.map(({ name, ratePerMinute }) => [name, { ratePerMinute }]));
}
