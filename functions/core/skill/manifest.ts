import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

const skillsMax = 60;

/** A skill as a run gets it. */
export interface Loadable {
  name: string;
  description: string;
  body: string;
}

/**
 * The skills an agent can load for the tenant at work, by name: those of the platform, and the tenant's own, which win over one of
 * the same name. `only` is the choice of the agent's version; empty means all that are for it; with `named` only those that name it.
 */
export async function manifestOf(
  tx: Tx,
  agent: string,
  only: readonly string[],
  { named = false } = {},
): Promise<Loadable[]> {
  const columns = ["name", "description", "body", "appliesTo"] as const;
  const platform = await tx
    .selectFrom("skills")
    .select(columns)
    .where("deletedAt", "is", null)
    .where("enabled", "=", true)
    .execute();
  const own = await tx
    .selectFrom("tenantSkills")
    .select(columns)
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .where("enabled", "=", true)
    .execute();
  const names = new Set(own.map(({ name }) => name));
  return [...platform.filter(({ name }) => !names.has(name)), ...own]
    .filter(({ appliesTo }) => (appliesTo.length === 0 && !named) || appliesTo.includes(agent))
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, skillsMax)
    .map(({ name, description, body }) => ({ name, description, body }));
}
