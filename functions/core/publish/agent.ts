import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { notFound } from "#schema/errors.ts";

/** What a publisher's run was about: the newest attempt of its subject at that version. */
export async function load(run: { subjectId: string | null; version: number }): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("publishAttempts")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("subjectId", "=", run.subjectId ?? "")
      .where("version", "=", run.version)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!row) throw notFound("Publish attempt", run.subjectId ?? "");
    return { attemptId: row.id, step: "check" };
  });
}

/** What came of an attempt is stored by its own steps; no run of a publisher stores anything. */
export async function store(): Promise<void> {
  throw new CannotCompose("Publishers work attempt by attempt.");
}

/** An attempt says itself how it ended. */
export async function giveUp(_tx: Tx): Promise<void> {
  await Promise.resolve();
}
