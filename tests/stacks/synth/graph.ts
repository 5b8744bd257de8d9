/** One resource as the engine would be asked for it. */
export interface Resource {
  type: string;
  name: string;
  /** What it is made with, secrets in clear. */
  inputs: Record<string, unknown>;
  /** Names of the resources it waits for, if only by order. */
  waitsFor: string[];
  retainOnDelete: boolean;
}

/** A function as SST was asked to build it, with what is linked to it. */
export interface Build {
  functionID: string;
  handler: string;
  bundle?: string;
  links: Record<string, Record<string, unknown>>;
}

/** All that a stage would make. */
export interface Graph {
  app: { name: string; home: string; removal: string; protect: boolean };
  resources: Resource[];
  builds: Build[];
  outputs: Record<string, unknown>;
}

/** The resources of a type, e.g. `aws:lambda/function:Function`. */
export function ofType(graph: Graph, type: string): Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** The one resource of a name and type. @throws when there is none or more than one */
export function one(graph: Graph, type: string, name: string): Resource {
  const [found, ...others] = ofType(graph, type).filter((resource) => resource.name === name);
  if (!found || others.length > 0)
    throw new Error(`There are ${found ? others.length + 1 : 0} of ${type} ${name}, one was expected.`);
  return found;
}

/** A statement of a policy of ours. */
export interface Statement {
  effect?: string;
  actions: string[];
  resources: string[];
}

/** Statements of the policies inside a role. */
export function statementsOf(role: Resource): Statement[] {
  const policies = (role.inputs["inlinePolicies"] ?? []) as { policy?: string }[];
  return policies.flatMap(({ policy }) => (policy ? statementsIn(policy) : []));
}

/** Statements of the text of a policy. */
export function statementsIn(policy: unknown): Statement[] {
  return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}

/** How many there are of each type, by type. */
export function summaryOf(graph: Graph): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of graph.resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
}
