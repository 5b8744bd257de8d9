import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { iso } from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { Plan } from "#schema/tenant.ts";
import {
  promptsOfPlan,
  type VisibilityPrompt,
  VisibilityPromptInput,
  type VisibilityPromptPatch,
  type VisibilityPrompts,
} from "#schema/visibility.ts";
import { companyOf } from "./company.ts";
import { suggest } from "./suggest.ts";

/** The prompts of the tenant at work, and what to ask first while there are none. */
export async function list(): Promise<VisibilityPrompts> {
  require("insight.read", "see what assistants are asked");
  return transaction(async (tx) => {
    const rows = await prompts(tx).orderBy("id").execute();
    const suggestions = rows.length > 0 ? [] : suggest(await companyOf(tx));
    return { items: rows.map(shape), limit: await limitOf(tx), suggestions };
  });
}

/** Adds a prompt that is asked from the next run on. @throws plan.plan_limit; request.already_exists */
export const add = fn(VisibilityPromptInput, async (input): Promise<VisibilityPrompt> => {
  require("insight.manage", "choose what assistants are asked");
  return transaction(async (tx) => {
    await demandRoom(tx);
    const row = await tx
      .insertInto("aiVisibilityPrompts")
      .values({ tenantId: tenant(), id: newId("visibilityPrompt"), ...input, createdBy: reference() })
      .onConflict((conflict) => conflict.columns(["tenantId", "prompt"]).where("deletedAt", "is", null).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) throw known();
    await Effect.audit("ai_visibility.prompt_added", subject(row), { after: { type: row.type } });
    await Effect.live("ai_visibility:updated", { id: row.id });
    return shape(row);
  });
});

/** Words a prompt anew, or switches it on or off; what was answered before stays. @throws plan.plan_limit; request.already_exists */
export async function change(id: string, patch: VisibilityPromptPatch): Promise<VisibilityPrompt> {
  require("insight.manage", "choose what assistants are asked");
  return transaction(async (tx) => {
    const before = await locked(tx, id);
    const set = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    if (Object.keys(set).length === 0) return shape(before);
    if (patch.active && !before.active) await demandRoom(tx);
    if (patch.prompt && patch.prompt !== before.prompt && (await isAsked(tx, patch.prompt))) throw known();
    const row = await tx
      .updateTable("aiVisibilityPrompts")
      .set({ ...set, updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const shown = ({ prompt, type, active }: typeof row) => ({ prompt, type, active });
    await Effect.audit("ai_visibility.prompt_updated", subject(row), { before: shown(before), after: shown(row) });
    await Effect.live("ai_visibility:updated", { id });
    return shape(row);
  });
}

/** Takes a prompt away; the answers it got stay. */
export async function remove(id: string): Promise<void> {
  require("insight.manage", "choose what assistants are asked");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await tx
      .updateTable("aiVisibilityPrompts")
      .set({ active: false, deletedAt: new Date(), deletedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("ai_visibility.prompt_removed", subject(row));
    await Effect.live("ai_visibility:updated", { id });
  });
}

/** Prompts that the plan of the tenant at work may have at work. */
export async function limitOf(tx: Tx): Promise<number> {
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  return promptsOfPlan[plan as Plan];
}

async function demandRoom(tx: Tx): Promise<void> {
  const limit = await limitOf(tx);
  // Counted one after the other: the tenant's row is held.
  await tx.selectFrom("tenants").select("id").where("id", "=", tenant()).forUpdate().execute();
  const active = await prompts(tx).where("active", "=", true).execute();
  if (active.length >= limit)
    throw new AppError(
      "plan.plan_limit",
      limit === 0
        ? "Asking assistants comes with the pro plan. Change the plan first."
        : `The plan asks ${limit} prompts at most. Switch one off or change the plan.`,
    );
}

async function isAsked(tx: Tx, prompt: string): Promise<boolean> {
  return (await prompts(tx).where("prompt", "=", prompt).executeTakeFirst()) !== undefined;
}

async function locked(tx: Tx, id: string) {
  const row = await prompts(tx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw notFound("Prompt", id);
  return row;
}

function prompts(tx: Tx) {
  return tx
    .selectFrom("aiVisibilityPrompts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null);
}

const known = () => new AppError("request.already_exists", "Assistants are asked exactly this already.");

function subject(row: { id: string; prompt: string }) {
  return { type: "ai_visibility_prompt", id: row.id, label: row.prompt.slice(0, 120) };
}

function shape(row: { id: string; prompt: string; type: string; active: boolean; createdAt: Date }): VisibilityPrompt {
  const { id, prompt, active } = row;
  return { id, prompt, active, type: row.type as VisibilityPrompt["type"], createdAt: iso(row.createdAt) };
}
