import type { Collection, NewPoint } from "./collection.ts";
import { badFormat, QdrantFailure } from "./failure.ts";
import { type Payload, type PointId, parseId } from "./point.ts";
import type { Store } from "./store.ts";

type Body = Record<string, unknown>;
type Write = (name: string, collection: Collection, body: Body, store: Store) => void;

const upsert: Write = (name, collection, body, store) => {
  const points = rows(body).map(
    (row): NewPoint => ({
      id: parseId(row["id"]),
      payload: (row["payload"] ?? {}) as Payload,
      vector: collection.prepare(row["vector"]),
    }),
  );
  store.upsert(name, points);
};

const remove: Write = (name, collection, body, store) => store.remove(name, selected(collection, body));

const setPayload: Write = (name, collection, body, store) => {
  const added = (body["payload"] ?? {}) as Payload;
  const key = typeof body["key"] === "string" ? body["key"] : undefined;
  rewrite(name, collection, body, store, (payload) => {
    if (key === undefined) return { ...payload, ...added };
    return { ...payload, [key]: { ...(payload[key] as Payload | undefined), ...added } };
  });
};

const overwritePayload: Write = (name, collection, body, store) => {
  rewrite(name, collection, body, store, () => (body["payload"] ?? {}) as Payload);
};

const deletePayload: Write = (name, collection, body, store) => {
  const keys = (body["keys"] ?? []) as string[];
  rewrite(name, collection, body, store, (payload) =>
    Object.fromEntries(Object.entries(payload).filter(([key]) => !keys.includes(key))),
  );
};

const clearPayload: Write = (name, collection, body, store) => rewrite(name, collection, body, store, () => ({}));

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

/** Answers a request that changes points, alone or as a batch. @throws QdrantFailure 404 for an unknown one */
export function changePoints(method: string, nameOrAlias: string, action: string, body: Body, store: Store): unknown {
  const { name, collection } = store.collection(nameOrAlias);
  const done = (): unknown => ({ operation_id: store.version, status: "completed" });
  if (method === "POST" && action === "batch") {
    return ((body["operations"] ?? []) as Body[]).map((operation) => {
      const [kind = "", given] = Object.entries(operation)[0] ?? [];
      const write = batched[kind];
      if (!write) throw badFormat(`operation \`${kind}\` is not supported by this server`);
      write(name, collection, given as Body, store);
      return done();
    });
  }
  const write = routes[`${method} ${action}`];
  if (!write) throw new QdrantFailure(404, "Not Found");
  write(name, collection, body, store);
  return done();
}

function rewrite(
  name: string,
  collection: Collection,
  body: Body,
  store: Store,
  change: (payload: Payload) => Payload,
): void {
  const points = selected(collection, body).flatMap((id) => collection.byId.get(id) ?? []);
  store.setPayloads(
    name,
    points.map((point) => ({ id: point.id, payload: change(point.payload) })),
  );
}

function selected(collection: Collection, body: Body): PointId[] {
  if (Array.isArray(body["points"])) return body["points"].map(parseId);
  if (typeof body["filter"] === "object" && body["filter"] !== null)
    return [...collection.matching(body["filter"])].map((point) => point.id);
  throw badFormat("Either filter or points should be specified");
}

function rows(body: Body): Body[] {
  if (Array.isArray(body["points"])) return body["points"] as Body[];
  const batch = body["batch"] as { ids: unknown[]; vectors: unknown[]; payloads?: unknown[] } | undefined;
  if (!batch) throw badFormat("data did not match any variant of untagged enum PointInsertOperations");
  return batch.ids.map((id, i) => ({ id, vector: batch.vectors[i], payload: batch.payloads?.[i] }));
}
