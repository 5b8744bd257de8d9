import { tenants } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";

/**
 * Names for actor references (`user:usr_…`, `agent:run_…`, `system:…`): people, signed links and API keys by name, machines by
 * what they are.
 */
export async function names(references: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = new Map<string, string>();
  for (const reference of references) if (reference) wanted.set(reference, reference.split(":")[1] ?? "");
  const byId =
    wanted.size === 0 ? new Map<string, string>() : await transaction((tx) => look(tx, [...wanted.values()]));
  return new Map([...wanted].map(([reference, id]) => [reference, byId.get(id) ?? fallback(reference, id)]));
}

/** The user id inside an actor reference, or null for machines. */
export function userIdOf(reference: string): string | null {
  const id = reference.split(":")[1] ?? "";
  return id.startsWith("usr_") ? id : null;
}

async function look(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const having = (prefix: string) => ids.filter((id) => id.startsWith(prefix));
  const [people, contacts, keys] = [having("usr_"), having("apl_"), having("key_")];
  const found = new Map<string, string>();
  if (people.length > 0)
    for (const row of await tx
      .selectFrom("users")
      .select(["id", "firstName", "lastName"])
      .where("id", "in", people)
      .execute())
      found.set(row.id, `${row.firstName} ${row.lastName}`.trim());
  if (contacts.length > 0)
    for (const row of await tx
      .selectFrom("approvalLinks")
      .select(["id", "contactName as name"])
      .where("tenantId", "in", tenants())
      .where("id", "in", contacts)
      .execute())
      found.set(row.id, row.name);
  if (keys.length > 0)
    for (const row of await tx
      .selectFrom("apiKeys")
      .select(["id", "name"])
      .where("tenantId", "in", tenants())
      .where("id", "in", keys)
      .execute())
      found.set(row.id, row.name);
  return found;
}

function fallback(reference: string, id: string): string {
  if (id.startsWith("usr_")) return "Former user";
  if (reference.startsWith("agent:")) return "Agent";
  return reference.startsWith("system:") ? "System" : "Somebody";
}
