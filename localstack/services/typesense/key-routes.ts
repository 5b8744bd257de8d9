import { notFound, TypesenseFailure } from "./failure.ts";
import { type ApiKey, makeKey } from "./keys.ts";
import { type Call, json, parseObject, type Reply } from "./reply.ts";

/** Answers `GET /keys`; a value is shown only when it is made. */
export function listKeys({ store }: Call): Reply {
  return json({ keys: [...store.keys.values()].map(masked) });
}

/** Answers `POST /keys`. */
export function createKey({ store, body, adminKey }: Call): Reply {
  const wanted = parseObject(body);
  makeKey(0, wanted);
  const taken = wanted["value"] === adminKey || [...store.keys.values()].some((key) => key.value === wanted["value"]);
  if (taken) throw new TypesenseFailure(409, "API key generation conflict.");
  return json(
    store.addKey((id) => makeKey(id, wanted)),
    201,
  );
}

/** Answers `GET /keys/<id>`. */
export function getKey(call: Call): Reply {
  return json(masked(keyOf(call)));
}

/** Answers `DELETE /keys/<id>`. */
export function deleteKey(call: Call): Reply {
  const { id } = keyOf(call);
  call.store.dropKey(id);
  return json({ id });
}

function keyOf({ store, params }: Call): ApiKey {
  const key = store.keys.get(Number(params["id"]));
  if (!key) throw notFound("Not found.");
  return key;
}

function masked({ value, ...rest }: ApiKey): object {
  return { ...rest, value_prefix: value.slice(0, 4) };
}
