import type { Handler } from "./call.ts";
import type { Collection } from "./collection.ts";
import { MongoFailure } from "./failure.ts";
import { aggregateDocs, isPlainProjection, projectDocs } from "./query.ts";
import { decodeTyped, docOf, encode, type Row } from "./rows.ts";
import { type Doc, isDoc, keyOf, valuesAt } from "./values.ts";

/** find, aggregate, count, distinct, explain, getMore, killCursors. */
export const readCommands: Record<string, Handler> = {
  find: ({ fields, ns, store, cursors }) => {
    const found = findRows(store.collection(ns), fields);
    const projection = optionalDoc(fields["projection"]);
    const docs =
      projection && Object.keys(projection).length > 0
        ? project(found.rows, projection)
        : found.rows.map((row) => row.raw);
    const limited = Number(fields["limit"] ?? 0) < 0;
    return cursors.first(ns, docs, optionalNumber(fields["batchSize"]), fields["singleBatch"] === true || limited);
  },

  aggregate: ({ fields, ns, db, store, cursors }) => {
    const pipeline = fields["pipeline"] as Doc[];
    const collection = typeof fields["aggregate"] === "string" ? store.collection(ns) : undefined;
    const [first, ...rest] = pipeline;
    const match = first && isDoc(first["$match"]) ? first["$match"] : undefined;
    const sort = match && isDoc(rest[0]?.["$sort"]) ? rest[0]["$sort"] : {};
    const rows = collection?.find(match ?? {}, sort).rows ?? [];
    const resolve = (name: string): Doc[] => store.collection(`${db}.${name}`)?.find({}).rows.map(docOf) ?? [];
    const docs = aggregateDocs(rows.map(docOf), match ? rest : pipeline, resolve);
    const batchSize = optionalNumber(optionalDoc(fields["cursor"])?.["batchSize"]);
    return cursors.first(ns, docs.map(encode), batchSize);
  },

  count: ({ fields, ns, store }) => {
    const collection = store.collection(ns);
    const query = optionalDoc(fields["query"]) ?? {};
    if (collection && Object.keys(query).length === 0 && !fields["limit"] && !fields["skip"]) {
      return { n: collection.rows.size, ok: 1 };
    }
    return { n: findRows(collection, { ...fields, filter: query }).rows.length, ok: 1 };
  },

  distinct: ({ fields, ns, store }) => {
    const path = String(fields["key"]).split(".");
    const values = new Map<string, unknown>();
    for (const row of store.collection(ns)?.find(optionalDoc(fields["query"]) ?? {}).rows ?? []) {
      for (const value of valuesAt(docOf(row), path).values) if (value !== undefined) values.set(keyOf(value), value);
    }
    return { values: [...values.values()], ok: 1 };
  },

  explain: ({ fields, db, store }) => {
    const inner = optionalDoc(fields["explain"]) ?? {};
    if (typeof inner["find"] !== "string")
      throw new MongoFailure(59, "CommandNotFound", "Explain failed due to unknown command");
    const found = findRows(store.collection(`${db}.${inner["find"]}`), inner);
    const scan = found.indexName ? { stage: "IXSCAN", indexName: found.indexName } : { stage: "COLLSCAN" };
    return {
      queryPlanner: { winningPlan: found.indexName ? { stage: "FETCH", inputStage: scan } : scan },
      executionStats: { nReturned: found.rows.length, totalDocsExamined: found.examined },
      ok: 1,
    };
  },

  getMore: ({ fields, cursors }) =>
    cursors.next(BigInt(String(fields["getMore"])), optionalNumber(fields["batchSize"])),

  killCursors: ({ fields, cursors }) => {
    const asked = fields["cursors"] as unknown[];
    const killed = asked.filter((id) => cursors.kill(BigInt(String(id))));
    return {
      cursorsKilled: killed,
      cursorsNotFound: asked.filter((id) => !killed.includes(id)),
      cursorsAlive: [],
      ok: 1,
    };
  },
};

function findRows(collection: Collection | undefined, fields: Doc): ReturnType<Collection["find"]> {
  if (!collection) return { rows: [], examined: 0, indexName: undefined };
  const skip = Number(fields["skip"] ?? 0);
  const limit = Math.abs(Number(fields["limit"] ?? 0));
  return collection.find(optionalDoc(fields["filter"]) ?? {}, optionalDoc(fields["sort"]) ?? {}, skip, limit);
}

/** Applies a projection; one without expressions keeps the exact number types. */
export function project(rows: Row[], projection: Doc): Uint8Array[] {
  if (!isPlainProjection(projection)) return projectDocs(rows.map(docOf), projection).map(encode);
  return aggregateDocs(
    rows.map((row) => decodeTyped(row.raw)),
    [{ $project: projection }],
    () => [],
  ).map(encode);
}

function optionalDoc(value: unknown): Doc | undefined {
  return isDoc(value) ? value : undefined;
}

function optionalNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
