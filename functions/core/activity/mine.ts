import { current, mark, tenants } from "#platform/actor.ts";
import { sql } from "#platform/db.ts";

/**
 * Tasks of the person who asks: those they were given, and while nobody is named those of the role that they have at the client.
 * Of `activities as a`; whoever is no person has none.
 */
export function isMine() {
  const actor = current();
  if (!("userId" in actor)) return sql<boolean>`false`;
  const roles = tenants().map((id) => `${id}:${mark(id)}`);
  return sql<boolean>`(a.doer = 'human' and (a.assignee_user_id = ${actor.userId}
    or a.assignee_user_id is null and a.tenant_id || ':' || (a.input->>'assigneeRole') = any(${roles})))`;
}
