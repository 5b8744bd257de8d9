import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";

/** Refuses another person when the plan's seats are taken. Open invitations hold a seat. @throws plan_limit */
export async function demandSeat(tx: Tx): Promise<void> {
  const tenantId = tenant();
  const owner = await tx
    .selectFrom("tenants")
    .select("plan")
    .where("id", "=", tenantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const seats = plans[owner.plan as Plan].users;
  if (seats === null) return;
  const count = async (table: "tenantMembers" | "invitations") => {
    const query = tx
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("tenantId", "=", tenantId)
      .where("side", "=", "client");
    const row = await (table === "tenantMembers"
      ? query
      : query.where("acceptedAt", "is", null).where("revokedAt", "is", null).where("expiresAt", ">", new Date())
    ).executeTakeFirstOrThrow();
    return Number(row.count);
  };
  if ((await count("tenantMembers")) + (await count("invitations")) < seats) return;
  throw new AppError(
    "plan.plan_limit",
    `The plan ${owner.plan} has ${seats} users, invitations counted. Choose a larger one.`,
  );
}
