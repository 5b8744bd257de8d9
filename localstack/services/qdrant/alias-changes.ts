import { type Body, bodiesOf, isBody, textOf } from "./body.ts";
import { badFormat, notFound, QdrantFailure } from "./failure.ts";
import type { AliasChange, Store } from "./store.ts";

/**
 * Reads the actions of one request against the aliases as the actions before them leave them. All of them come true together or none.
 * @throws QdrantFailure 404 for a collection or alias that is not there, 409 for a name that is taken
 */
export function readAliasChanges(body: Body, store: Store): AliasChange[] {
  const aliases = new Map<string, string | null>(store.aliases);
  const changes: AliasChange[] = [];
  const set = (alias: string, name: string | null): void => {
    aliases.set(alias, name);
    changes.push([alias, name]);
  };
  for (const { create_alias: created, delete_alias: deleted, rename_alias: renamed } of bodiesOf(body, "actions")) {
    if (isBody(created)) {
      const name = textOf(created, "collection_name");
      const alias = textOf(created, "alias_name");
      if (!store.collections.has(name)) throw notFound(`Collection \`${name}\` doesn't exist!`);
      refuseTaken(store, alias);
      set(alias, name);
    } else if (isBody(deleted)) set(textOf(deleted, "alias_name"), null);
    else if (isBody(renamed)) {
      const old = textOf(renamed, "old_alias_name");
      const name = aliases.get(old) ?? null;
      if (name === null) throw notFound(`Alias ${old} does not exists!`);
      set(old, null);
      set(textOf(renamed, "new_alias_name"), name);
    } else throw badFormat("data did not match any variant of untagged enum AliasOperations");
  }
  return changes;
}

/** The name of a collection is no other collection's. @throws QdrantFailure 409 */
export function refuseTaken(store: Store, name: string): void {
  if (store.collections.has(name)) throw new QdrantFailure(409, `Wrong input: Collection \`${name}\` already exists!`);
}

/** All aliases, or those of one collection. */
export function aliasesOf(store: Store, name?: string): Body[] {
  const all = [...store.aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name }));
  return name === undefined ? all : all.filter((alias) => alias.collection_name === name);
}
