import { tableIds } from "#schema/database/table-ids.ts";
import { idPrefix } from "#schema/ids.ts";

/** One sentence for each prefix that ids of two tables would share, or two kinds of id; empty when all differ. */
export function sharedPrefixes(): string[] {
  const tables = Object.entries(tableIds);
  const kinds = Object.entries(idPrefix);
  return [
    ...tables.filter(([, kind], index) => tables.findIndex(([, other]) => other === kind) < index),
    ...kinds.filter(([, prefix], index) => kinds.findIndex(([, other]) => other === prefix) < index),
  ].map(([name, value]) => `${name}: "${value}" is taken; give it one of its own in schema/ids.ts.`);
}
