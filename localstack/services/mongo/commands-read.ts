import { aggregateDocs, limitOf, skipOf, stageOf } from "./aggregate.ts";
import type { Handler } from "./call.ts";
import type { Collection, Found } from "./collection.ts";
import { MongoFailure } from "./failure.ts";
import { rowMatcher } from "./filter.ts";
import { project } from "./projection.ts";
import { decodeTyped, docOf, encode, type Row } from "./rows.ts";
import { checkSort, sortRows } from "./sort.ts";
import { type Doc, isDoc, keyOf, valuesAt } from "./values.ts";

/** find, aggregate, count, distinct, explain, getMore, killCursors. */
export const readCommands: Record<string, Handler> = {
  find: ({ fields, ns, store, cursors }) => {
    if (fields["tailable"] === true) {
      const message = `error processing query: ns=${ns}: tailable cursor requested on non capped collection`;
      throw new MongoFailure(2, "BadValue", message);
    }
    const found = findRows(store.collection(ns), fields);
    const projection = optionalDoc(fields["projection"]) ?? {};
    const docs =
      Object.keys(projection).length > 0 ? project(found.rows, projection) : found.rows.map((row) => row.raw);
    return cursors.first(ns, docs, optionalNumber(fields["batchSize"]), fields["singleBatch"] === true);
  },

  aggregate: (call) => {
    const { fields, ns, db, store, cursors } = call;
    if (!Array.isArray(fields["pipeline"])) throw missing("aggregate.pipeline");
    fields["pipeline"].forEach(stageOf);
    if (typeof fields["aggregate"] !== "string" && !startsWithDocuments(fields["pipeline"])) {
      throw new MongoFailure(73, "InvalidNamespace", "{aggregate: 1} is not valid for an empty pipeline.");
    }
    const cursor = optionalDoc(fields["cursor"]);
    if (!cursor) {
      throw new MongoFailure(
        9,
        "FailedToParse",
        "The 'cursor' option is required, except for aggregate with the explain argument",
      );
    }
    const resolve = (name: string): Doc[] => store.collection(`${db}.${name}`)?.find({}).rows.map(docOf) ?? [];
    const { rows, rest } = leadingStages(store.collection(ns), fields["pipeline"]);
    const docs =
      rest.length > 0 ? aggregateDocs(rows.map(docOf), rest, resolve).map(encode) : rows.map((row) => row.raw);
    return cursors.first(ns, docs, optionalNumber(cursor["batchSize"]));
  },

  count: ({ fields, ns, store }) => {
    const collection = store.collection(ns);
    const query = optionalDoc(fields["query"]) ?? {};
    if (collection && Object.keys(query).length === 0 && !fields["limit"] && !fields["skip"]) {
      return { n: collection.rows.size, ok: 1 };
    }
    const { fields: _fields, ...asked } = fields;
    return { n: findRows(collection, { ...asked, filter: query }).rows.length, ok: 1 };
  },

  distinct: ({ fields, ns, store }) => {
    const { key, query } = fields;
    if (typeof key !== "string") throw missing("distinct.key");
    const values = new Map<string, unknown>();
    for (const row of findRows(store.collection(ns), { filter: query }).rows) {
      for (const value of valuesAt(decodeTyped(row.raw), key.split(".")).values) {
        if (value !== undefined && typeof value !== "symbol" && !values.has(keyOf(value)))
          values.set(keyOf(value), value);
      }
    }
    return { values: [...values.values()], ok: 1 };
  },

  explain: ({ fields, db, store }) => {
    const inner = optionalDoc(fields["explain"]) ?? {};
    const name = Object.keys(inner)[0] ?? "";
    if (name !== "find")
      throw new MongoFailure(59, "CommandNotFound", `Explain failed due to unknown command: ${name}`);
    const found = findRows(store.collection(`${db}.${String(inner["find"])}`), inner);
    const scan = found.indexName ? { stage: "IXSCAN", indexName: found.indexName } : { stage: "COLLSCAN" };
    return {
      queryPlanner: { winningPlan: found.indexName ? { stage: "FETCH", inputStage: scan } : scan },
      executionStats: { nReturned: found.rows.length, totalDocsExamined: found.examined },
      ok: 1,
    };
  },

  getMore: ({ fields, db, cursors }) => {
    if (typeof fields["collection"] !== "string") throw missing("getMore.collection");
    const ns = `${db}.${fields["collection"]}`;
    return cursors.next(BigInt(String(fields["getMore"])), ns, optionalNumber(fields["batchSize"]));
  },

  killCursors: ({ fields, cursors }) => {
    const asked = (fields["cursors"] as unknown[] | undefined) ?? [];
    const killed = asked.filter((id) => cursors.kill(BigInt(String(id))));
    const cursorsNotFound = asked.filter((id) => !killed.includes(id));
    return { cursorsKilled: killed, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};

function missing(field: string): MongoFailure {
  return new MongoFailure(40414, "IDLFailedToParse", `BSON field '${field}' is missing but a required field`);
}

function startsWithDocuments(pipeline: unknown): boolean {
  return Array.isArray(pipeline) && isDoc(pipeline[0]) && "$documents" in pipeline[0];
}

/** What the stages at the front find, which are those of a find: they use indexes and keep every value as it was stored. */
function leadingStages(collection: Collection | undefined, pipeline: unknown[]): { rows: Row[]; rest: unknown[] } {
  const steps = pipeline.map(stageOf);
  const [match, sort] = steps;
  const filter = match?.name === "$match" && isDoc(match.operand) ? match.operand : undefined;
  const order = filter && sort?.name === "$sort" && isDoc(sort.operand) ? checkSort(sort.operand) : undefined;
  let taken = Number(filter !== undefined) + Number(order !== undefined);
  let rows = collection?.find(filter ?? {}, order ?? {}).rows ?? [];
  for (const { name, operand } of steps.slice(taken)) {
    if (name === "$match" && isDoc(operand)) rows = rows.filter(rowMatcher(operand));
    else if (name === "$sort" && isDoc(operand)) rows = sortRows(rows, checkSort(operand));
    else if (name === "$limit") rows = rows.slice(0, limitOf(operand));
    else if (name === "$skip") rows = rows.slice(skipOf(operand));
    else break;
    taken++;
  }
  return { rows, rest: pipeline.slice(taken) };
}

function findRows(collection: Collection | undefined, fields: Doc): Found {
  const filter = optionalDoc(fields["filter"]) ?? {};
  const sort = checkSort(optionalDoc(fields["sort"]) ?? {});
  if (!collection) {
    rowMatcher(filter);
    return { rows: [], examined: 0, indexName: undefined };
  }
  checkHint(collection, fields["hint"]);
  const skip = Number(fields["skip"] ?? 0);
  const limit = Math.abs(Number(fields["limit"] ?? 0));
  return collection.find(filter, sort, skip, limit);
}

/** A hint names an index; the result is the same with and without it. */
function checkHint(collection: Collection, hint: unknown): void {
  if (hint === undefined || (isDoc(hint) && (Object.keys(hint).length === 0 || "$natural" in hint))) return;
  const key = JSON.stringify(hint);
  if (collection.specs.some((spec) => (isDoc(hint) ? JSON.stringify(spec.key) === key : spec.name === hint))) return;
  const message =
    "error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index";
  throw new MongoFailure(2, "BadValue", message);
}

function optionalDoc(value: unknown): Doc | undefined {
  return isDoc(value) ? value : undefined;
}

function optionalNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
