import { type Body, bodiesOf, isBody, isGiven } from "./body.ts";
import type { Collection, NewPoint } from "./collection.ts";
import { badFormat, invalid, notFound, unsupported } from "./failure.ts";
import { mergeAt, parsePath, removeAt } from "./json-path.ts";
import { type Payload, type PointId, parseId } from "./point.ts";
import { changed, type RouteRequest } from "./request.ts";
import type { Store } from "./store.ts";

interface Target {
  name: string;
  collection: Collection;
  store: Store;
}

/** Reads an operation whole, so that a malformed one changes nothing; what it answers makes the change. */
type Write = (target: Target, body: Body) => () => void;

const upsert: Write = ({ name, collection, store }, body) => {
  refuseFields(body, "update_filter", "shard_key");
  if (isGiven(body["update_mode"]) && body["update_mode"] !== "upsert") throw unsupported("the field update_mode");
  const points = rows(body).map((row): NewPoint => {
    if (!isGiven(row["id"])) throw badFormat("missing field `id`");
    return {
      id: parseId(row["id"]),
      payload: payloadOf(row["payload"] ?? {}),
      vector: collection.prepare(row["vector"] ?? row["vectors"]),
    };
  });
  return () => store.upsert(name, points);
};

const remove: Write = ({ name, collection, store }, body) => {
  const select = selection(collection, body);
  return () => store.remove(name, select());
};

const setPayload: Write = (target, body) => {
  const added = payloadOf(body["payload"]);
  const path = isGiven(body["key"]) ? parsePath(body["key"]) : [];
  return rewrite(target, body, (payload) => mergeAt(payload, path, added) as Payload);
};

const overwritePayload: Write = (target, body) => {
  const replacement = payloadOf(body["payload"]);
  return rewrite(target, body, () => replacement);
};

const deletePayload: Write = (target, body) => {
  if (!Array.isArray(body["keys"])) throw badFormat("missing field `keys`");
  const paths = body["keys"].map(parsePath);
  return rewrite(target, body, (payload) => paths.reduce<unknown>(removeAt, payload) as Payload);
};

const clearPayload: Write = (target, body) => rewrite(target, body, () => ({}));

const routes: Record<string, Write> = {
  "PUT ": upsert,
  "POST delete": remove,
  "POST payload": setPayload,
  "PUT payload": overwritePayload,
  "POST payload/delete": deletePayload,
  "POST payload/clear": clearPayload,
};

const batched: Record<string, Write> = {
  upsert,
  delete: remove,
  set_payload: setPayload,
  overwrite_payload: overwritePayload,
  delete_payload: deletePayload,
  clear_payload: clearPayload,
};

/** Answers a request that changes points, alone or as a batch; undefined when it is another one. */
export function changePoints(nameOrAlias: string, action: string, request: RouteRequest): unknown {
  const { method, body, store } = request;
  const isBatch = method === "POST" && action === "batch";
  const write = routes[`${method} ${action}`];
  if (!isBatch && !write) return undefined;
  const target = { ...store.collection(nameOrAlias), store };
  if (write) {
    write(target, body)();
    return changed(request);
  }
  const changes = bodiesOf(body, "operations").map((operation) => readOperation(target, operation));
  return changes.map((change) => {
    change();
    return changed(request);
  });
}

function readOperation(target: Target, operation: Body): () => void {
  const [kind = "", given] = Object.entries(operation)[0] ?? [];
  const write = batched[kind];
  if (kind === "update_vectors" || kind === "delete_vectors") throw unsupported("changing vectors alone");
  if (!write || !isBody(given)) throw badFormat("data did not match any variant of untagged enum UpdateOperation");
  return write(target, given);
}

function rewrite({ name, collection, store }: Target, body: Body, change: (payload: Payload) => Payload): () => void {
  const select = selection(collection, body);
  return () => {
    const ids = select();
    const points = ids.flatMap((id) => collection.byId.get(id) ?? []);
    store.setPayloads(
      name,
      points.map((point) => ({ id: point.id, payload: change(point.payload) })),
    );
    const missed = ids.find((id) => !collection.byId.has(id));
    if (missed !== undefined) throw notFound(`No point with id ${missed} found`);
  };
}

/** The points an operation names, found when it is its turn. */
function selection(collection: Collection, body: Body): () => PointId[] {
  refuseFields(body, "shard_key");
  const { points, filter } = body;
  if (Array.isArray(points)) {
    const ids = points.map(parseId);
    return () => ids;
  }
  if (!isGiven(filter)) throw badFormat("Either list of point ids or filter must be provided");
  collection.checkFilter(filter);
  return () => [...collection.matching(filter)].map((point) => point.id);
}

function payloadOf(value: unknown): Payload {
  if (isBody(value)) return value;
  throw badFormat(isGiven(value) ? "invalid type, expected a map" : "missing field `payload`");
}

function rows(body: Body): Body[] {
  const { batch } = body;
  if (Array.isArray(body["points"])) return bodiesOf(body, "points");
  if (!isBody(batch)) throw badFormat("data did not match any variant of untagged enum PointInsertOperations");
  const { ids, vectors, payloads } = batch;
  if (!Array.isArray(ids) || !isGiven(vectors)) throw badFormat("missing field `ids` or `vectors`");
  if (!Array.isArray(vectors)) throw unsupported("a batch with named vectors");
  if (ids.length !== vectors.length)
    throw invalid("batch", `number of ids and vectors must be equal (${ids.length} != ${vectors.length})`);
  if (Array.isArray(payloads) && payloads.length !== ids.length)
    throw invalid("batch", `number of ids and payloads must be equal (${ids.length} != ${payloads.length})`);
  return ids.map((id, i) => ({ id, vector: vectors[i], payload: Array.isArray(payloads) ? payloads[i] : undefined }));
}

function refuseFields(body: Body, ...fields: string[]): void {
  const field = fields.find((name) => isGiven(body[name]));
  if (field !== undefined) throw unsupported(`the field ${field}`);
}
