import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { type Call, json, parseObject, type Reply } from "./reply.ts";

/** Answers `GET /aliases`. */
export function listAliases({ store }: Call): Reply {
  return json({ aliases: [...store.aliases].map(([name, target]) => ({ name, collection_name: target })) });
}

/** Answers `GET /aliases/<name>`. */
export function getAlias(call: Call): Reply {
  return json(aliasOf(call));
}

/** Answers `PUT /aliases/<name>`; the collection need not be there yet. */
export function putAlias({ store, params, body }: Call): Reply {
  const name = params["alias"] ?? "";
  const { collection_name: target } = parseObject(body);
  if (typeof target !== "string") throw badRequest("Parameter `collection_name` is required.");
  if (store.collections.has(name))
    throw new TypesenseFailure(500, `Name \`${name}\` conflicts with an existing collection name.`);
  store.setAlias(name, target);
  return json({ name, collection_name: target });
}

/** Answers `DELETE /aliases/<name>`. */
export function deleteAlias(call: Call): Reply {
  const described = aliasOf(call);
  call.store.setAlias(described.name, null);
  return json(described);
}

function aliasOf({ store, params }: Call): { name: string; collection_name: string } {
  const name = params["alias"] ?? "";
  const target = store.aliases.get(name);
  if (target === undefined) throw notFound("Collection not found");
  return { name, collection_name: target };
}
