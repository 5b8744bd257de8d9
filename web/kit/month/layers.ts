/** What a drawing of dependencies needs of a piece. */
interface Linked {
  id: string;
  dependsOn: readonly string[];
}

interface Placed<T> {
  node: T;
  /** Column: the longest way from a piece that waits for nothing. */
  column: number;
  /** Place in its column, from the top. */
  row: number;
}

/** Places pieces in columns so that each stands right of all it waits for, and near them. A circle is cut where it is met. */
export function layered<T extends Linked>(nodes: readonly T[]): Placed<T>[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const depths = new Map<string, number>();
  const depthOf = (id: string, above: readonly string[]): number => {
    const found = depths.get(id);
    if (found !== undefined) return found;
    const needs = neededBy(known.get(id), known).filter((other) => !above.includes(other));
    const depth = Math.max(-1, ...needs.map((other) => depthOf(other, [...above, id]))) + 1;
    depths.set(id, depth);
    return depth;
  };
  for (const { id } of nodes) depthOf(id, [id]);
  const rows = new Map<string, number>();
  const columns = Math.max(0, ...depths.values()) + 1;
  return Array.from({ length: nodes.length === 0 ? 0 : columns }, (_, column) => {
    const inColumn = nodes
      .filter(({ id }) => depths.get(id) === column)
      .map((node) => ({ node, pull: middle(neededBy(node, known).map((id) => rows.get(id) ?? 0)) }))
      .toSorted((a, b) => a.pull - b.pull);
    return inColumn.map(({ node }, row) => {
      rows.set(node.id, row);
      return { node, column, row };
    });
  }).flat();
}

interface Indented<T> {
  node: T;
  depth: number;
  /** What else it waits for, beside the piece it stands under. */
  others: T[];
}

/** The same as a list in which each piece stands once, under the last of what it waits for. */
export function indented<T extends Linked>(nodes: readonly T[]): Indented<T>[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const parentOf = (node: T): string | undefined => neededBy(node, known).at(-1);
  const listed: Indented<T>[] = [];
  const seen = new Set<string>();
  const add = (node: T, depth: number): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const needs = neededBy(node, known).slice(0, -1);
    listed.push({ node, depth, others: needs.flatMap((id) => known.get(id) ?? []) });
    for (const child of nodes) if (parentOf(child) === node.id) add(child, depth + 1);
  };
  for (const node of nodes) if (parentOf(node) === undefined) add(node, 0);
  for (const node of nodes) add(node, 0);
  return listed;
}

function neededBy<T extends Linked>(node: T | undefined, known: ReadonlyMap<string, T>): string[] {
  return node?.dependsOn.filter((id) => known.has(id) && id !== node.id) ?? [];
}

function middle(rows: readonly number[]): number {
  return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}
