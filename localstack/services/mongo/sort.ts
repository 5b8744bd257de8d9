import { MongoFailure, notImplemented } from "./failure.ts";
import { docOf, type Row } from "./rows.ts";
import { type Doc, isDoc, sorter } from "./values.ts";

/** The sort specification itself. @throws MongoFailure 15975 for a direction other than 1 and -1 */
export function checkSort(spec: Doc): Doc {
  for (const direction of Object.values(spec)) {
    if (isDoc(direction)) throw notImplemented("sorting by $meta is not supported by this server");
    if (direction === 1 || direction === -1) continue;
    if (typeof direction !== "number") {
      throw new MongoFailure(15974, "Location15974", `Illegal key in $sort specification: ${String(direction)}`);
    }
    const message = "$sort key ordering must be 1 (for ascending) or -1 (for descending)";
    throw new MongoFailure(15975, "Location15975", message);
  }
  return spec;
}

/** Rows in the order of the specification; equal ones keep their order. */
export function sortRows(rows: Row[], spec: Doc): Row[] {
  const compare = sorter(spec);
  return rows
    .map((row) => ({ row, doc: docOf(row) }))
    .sort((left, right) => compare(left.doc, right.doc))
    .map(({ row }) => row);
}
