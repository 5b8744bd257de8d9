import { closedSets } from "#schema/database/closed-sets.ts";
import { machines } from "#schema/database/machines.ts";

/** Where a status machine and the states its column can hold differ, one sentence each. */
export function machineDrift(): string[] {
  return Object.entries(machines).flatMap(([column, machine]) => {
    const held = closedSets[column]?.options ?? [];
    const used = new Set(machine.flatMap(({ from, to }) => [...from, to]));
    const unknown = [...used].filter((state) => !held.includes(state));
    const unused = held.filter((state) => !used.has(state));
    return [
      ...unknown.map((state) => `${column}: the machine knows "${state}", the column cannot hold it.`),
      ...unused.map((state) => `${column}: no transition leads to "${state}" or away from it.`),
    ];
  });
}
