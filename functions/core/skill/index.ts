import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type Skill, SkillCreate, type SkillPatch, skillsMax } from "#schema/skill.ts";
import { changesOf, fieldsOf, logged, shapeOf } from "./fields.ts";

/** The skills agents of the tenant at work may load: the platform's and the tenant's own. Those it stands in for are left out. */
export async function list(): Promise<Omit<Skill, "body">[]> {
  require("skill.read", "see skills");
  return transaction(async (tx) => {
    const [platform, own] = [await platformRows(tx), await ownRows(tx)];
    const standing = new Set(own.filter(({ enabled }) => enabled).map(({ name }) => name));
    const names = new Set(platform.map(({ name }) => name));
    return [
      ...platform.filter(({ name }) => !standing.has(name)).map((row) => shapeOf(row, "platform")),
      ...own.map((row) => shapeOf(row, "own", names.has(row.name))),
    ]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ body: _, ...skill }) => skill);
  });
}

/** One skill in full, the platform's or an own one. */
export async function get(id: string): Promise<Skill> {
  require("skill.read", "see skills");
  return transaction(async (tx) => {
    const platform = await platformRows(tx);
    const known = platform.find((row) => row.id === id);
    if (known) return shapeOf(known, "platform");
    const row = await locked(tx, id);
    return shapeOf(
      row,
      "own",
      platform.some(({ name }) => name === row.name),
    );
  });
}

/** Adds an own skill; of the name of a platform skill it stands in for that. @throws request.already_exists */
export const create = fn(SkillCreate, async (input): Promise<Skill> => {
  require("skill.edit", "write skills");
  const fields = fieldsOf(input);
  return transaction(async (tx) => {
    const own = await ownRows(tx);
    if (own.some(({ name }) => name === fields.name))
      throw new AppError("request.already_exists", `There is a skill ${fields.name} already. Edit it instead.`);
    if (own.length >= skillsMax)
      throw new AppError("request.in_use", `A workspace has ${skillsMax} skills at most. Remove one first.`);
    const overridden = (await platformRows(tx)).find(({ name }) => name === fields.name);
    const row = await tx
      .insertInto("tenantSkills")
      .values({
        tenantId: tenant(),
        id: newId("tenantSkill"),
        ...fields,
        overridesSkillId: overridden?.id ?? null,
        createdBy: reference(),
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "name"]).where("deletedAt", "is", null).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new AppError("request.already_exists", `There is a skill ${fields.name} already. Edit it instead.`);
    await Effect.audit("skill.created", subject(row), { after: { name: row.name, ...logged(row) } });
    await Effect.live("settings:updated", { keys: ["skills"] });
    return shapeOf(row, "own", overridden !== undefined);
  });
});

/** Changes an own skill, or switches it on or off; runs that have begun keep what they loaded. */
export async function patch(id: string, input: SkillPatch): Promise<Skill> {
  require("skill.edit", "edit skills");
  return transaction(async (tx) => {
    const before = await locked(tx, id);
    const row = await tx
      .updateTable("tenantSkills")
      .set({ ...changesOf(before, input), updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await Effect.audit("skill.updated", subject(row), { before: logged(before), after: logged(row) });
    await Effect.live("settings:updated", { keys: ["skills"] });
    return shapeOf(row, "own", row.overridesSkillId !== null);
  });
}

/** Takes an own skill away; the platform's of the same name is used again. */
export async function remove(id: string): Promise<void> {
  require("skill.edit", "remove skills");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await tx
      .updateTable("tenantSkills")
      .set({ deletedAt: new Date(), deletedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("skill.removed", subject(row));
    await Effect.live("settings:updated", { keys: ["skills"] });
  });
}

function platformRows(tx: Tx) {
  return tx
    .selectFrom("skills")
    .selectAll()
    .where("deletedAt", "is", null)
    .where("enabled", "=", true)
    .orderBy("name")
    .execute();
}

function ownRows(tx: Tx) {
  return tx
    .selectFrom("tenantSkills")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .orderBy("name")
    .execute();
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("tenantSkills")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Skill", id);
  return row;
}

function subject({ id, name }: { id: string; name: string }) {
  return { type: "skill", id, label: name };
}
