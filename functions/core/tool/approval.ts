import canonicalize from "canonicalize";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { type Scene, ToolFailure } from "./descriptor.ts";

interface Order {
  tool: string;
  method: string;
  input: unknown;
}

/** What an approval of a call is bound to: tool, method and input, to the letter. */
export function hashOfCall({ tool, method, input }: Order): string {
  return sha256(canonicalize({ tool, method, input }) ?? "");
}

/**
 * Uses up the approval of exactly this call, once. It is spent before the tool is called: a call whose outcome nobody knows is
 * never repeated on the same approval.
 * @returns its id. Throws ToolFailure `approval_required` when no person has approved it
 */
export async function spend(order: Order, { runId, activityId }: Scene): Promise<string> {
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("approvals")
      .select(["id", "kind"])
      .where("tenantId", "=", tenant())
      .where("contentHash", "=", hashOfCall(order))
      .where("status", "=", "approved")
      .where("usedAt", "is", null)
      .where("expiresAt", ">", new Date())
      .where((eb) =>
        eb.or([eb("runId", "=", runId), ...(activityId === null ? [] : [eb("activityId", "=", activityId)])]),
      )
      .orderBy("id")
      .limit(1)
      .forUpdate()
      .executeTakeFirst();
    if (!row)
      throw new ToolFailure(
        "approval_required",
        `${order.tool} changes something and nobody has approved exactly this call. Propose it in your answer instead.`,
      );
    await tx
      .updateTable("approvals")
      .set({ usedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("id", "=", row.id)
      .execute();
    await Effect.audit(
      "chat_action.executed",
      { type: "approval", id: row.id, label: order.tool },
      { after: { tool: order.tool, method: order.method, runId } },
    );
    return row.id;
  });
}
