import { transaction } from "#platform/db.ts";

export * as Person from "./index.ts";

/** Names for actor references (`user:usr_…`, `agent:run_…`, `system:…`): people by name, machines by what they are. */
export async function names(references: readonly (string | null)[]): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  const ids = new Set<string>();
  for (const reference of references) {
    if (!reference) continue;
    const [kind = "", id = ""] = reference.split(":");
    if (id.startsWith("usr_")) ids.add(id);
    else known.set(reference, kind === "agent" ? "Agent" : kind === "system" ? "System" : "Somebody");
  }
  if (ids.size === 0) return known;
  const rows = await transaction((tx) =>
    tx
      .selectFrom("users")
      .select(["id", "firstName", "lastName"])
      .where("id", "in", [...ids])
      .execute(),
  );
  const byId = new Map(rows.map((row) => [row.id, `${row.firstName} ${row.lastName}`.trim()]));
  for (const reference of references) {
    const id = reference?.split(":")[1];
    if (reference && id?.startsWith("usr_")) known.set(reference, byId.get(id) ?? "Former user");
  }
  return known;
}

/** The user id inside an actor reference, or null for machines. */
export function userIdOf(reference: string): string | null {
  const id = reference.split(":")[1] ?? "";
  return id.startsWith("usr_") ? id : null;
}
