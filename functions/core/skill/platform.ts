import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { reference, require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type Skill, SkillCreate, type SkillPatch } from "#schema/skill.ts";
import { changesOf, fieldsOf, logged, shapeOf } from "./fields.ts";
import { keep } from "./versions.ts";

export { versions } from "./versions.ts";

/** The platform's skills, switched off ones with them. */
export async function list(): Promise<Omit<Skill, "body">[]> {
  require("platform_skill.edit", "see the platform's skills", "platform");
  const rows = await transaction((tx) =>
    tx.selectFrom("skills").selectAll().where("deletedAt", "is", null).orderBy("name").execute(),
  );
  return rows.map((row) => shapeOf(row, "platform")).map(({ body: _, ...skill }) => skill);
}

/** One of the platform's skills in full. */
export async function get(id: string): Promise<Skill> {
  require("platform_skill.edit", "see the platform's skills", "platform");
  return shapeOf(await transaction((tx) => locked(tx, id)), "platform");
}

/** Adds a skill for every client. @throws request.already_exists */
export const create = fn(SkillCreate, async (input): Promise<Skill> => {
  require("platform_skill.edit", "write the platform's skills", "platform");
  const fields = fieldsOf(input);
  return transaction(async (tx) => {
    const row = await tx
      .insertInto("skills")
      .values({ id: newId("skill"), ...fields, createdBy: reference() })
      .onConflict((conflict) => conflict.column("name").where("deletedAt", "is", null).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new AppError("request.already_exists", `There is a skill ${fields.name} already. Edit it instead.`);
    await Effect.audit("skill.created", subject(row), { after: { name: row.name, ...logged(row) } });
    await changed();
    return shapeOf(row, "platform");
  });
});

/** Changes a skill for every client, or switches it on or off. */
export async function patch(id: string, input: SkillPatch): Promise<Skill> {
  require("platform_skill.edit", "edit the platform's skills", "platform");
  return transaction(async (tx) => {
    const before = await locked(tx, id);
    const changes = changesOf(before, input);
    if ("version" in changes) await keep(tx, before);
    const row = await tx
      .updateTable("skills")
      .set({ ...changes, updatedBy: reference() })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await Effect.audit("skill.updated", subject(row), { before: logged(before), after: logged(row) });
    await changed();
    return shapeOf(row, "platform");
  });
}

/** Takes a skill away from every client that has none of its own of the name. */
export async function remove(id: string): Promise<void> {
  require("platform_skill.edit", "remove the platform's skills", "platform");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await tx
      .updateTable("skills")
      .set({ deletedAt: new Date(), deletedBy: reference() })
      .where("id", "=", id)
      .execute();
    await Effect.audit("skill.removed", subject(row));
    await changed();
  });
}

function changed(): Promise<void> {
  return Effect.live("platform:updated", { keys: ["skills"] });
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("skills")
    .selectAll()
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
