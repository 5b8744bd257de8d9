import { signTask } from "#platform/token.ts";
import { type Mark, anyone as marks } from "#schema/roles.ts";
import { surfaces } from "#schema/surfaces.ts";
import { agentKeyOf, bearing } from "#tests/support/agents.ts";
import { ok } from "#tests/support/api.ts";
import { furnish } from "#tests/support/furnish.ts";
import { usedKeyOf } from "#tests/support/keys.ts";
import { contactOf } from "#tests/support/links.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import type { Caller, Material } from "./requests.ts";

/** Who asks and what there is to ask for. */
export interface FuzzWorld extends Omit<Material, "named"> {
  /** A tenant that no answer may name to anybody who did not name it first. */
  foreign: string;
  /** The authorization of the one who sees all tenants. */
  omniscient: string | undefined;
}

/** Two tenants with things, people, keys and links of their own. */
export async function fuzzWorld(): Promise<FuzzWorld> {
  const [own, foreign] = [await freshTenant(), await freshTenant()];
  const [mine, theirs] = [await furnish(own), await furnish(foreign)];
  const { token } = await contactOf(own, [mine.clientApproval]);
  const things = [own.id, ...Object.values(mine), token, ...Object.values(theirs), foreign.id];
  const callers = [...peopleOf(own), ...(await machinesOf(own, mine.run)), ...strangersTo(own, foreign.id)];
  return {
    ids: [...things, "blg_01ARZ3NDEKTSV4RRFFQ69G5FAV", "nonsense"],
    callers,
    foreign: foreign.id,
    omniscient: own.people.SA.headers["authorization"],
  };
}

function peopleOf({ people }: TestTenant): Caller[] {
  const at = (mark: Mark) =>
    Object.values(surfaces)
      .filter(({ who }) => who === "public" || who.some((one) => one === mark))
      .map(({ prefix }) => prefix);
  return marks.map((mark) => ({ headers: people[mark].headers, at: at(mark) }));
}

async function machinesOf(tenant: TestTenant, run: string): Promise<Caller[]> {
  const task = await signTask({ sub: run, tid: tenant.id, agent: "blog-writer" });
  const agent = { ...tenant.people.TA, headers: bearing((await agentKeyOf(tenant)).key) };
  // The first use of a key is noted, the next ones not before a minute has passed.
  await ok(agent, "GET", "/agent/v1/health");
  return [
    { headers: (await usedKeyOf(tenant)).headers, at: [surfaces.api.prefix] },
    { headers: agent.headers, at: [surfaces.agent.prefix] },
    { headers: bearing(task), at: [surfaces.agent.prefix] },
  ];
}

function strangersTo({ people }: TestTenant, foreign: string): Caller[] {
  const headers = [{}, { authorization: "Bearer nonsense" }, { authorization: "Basic eDp5" }];
  const curious = { ...people.DM.headers, "x-tenant-id": foreign };
  return [...headers, curious].map((one) => ({ headers: one, at: [] }));
}
