import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSkill } from "#core/skill/front-matter.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

const folder = join(import.meta.dirname, "skills");

/** The platform's first skills. One that is there, or was removed, is left alone. */
export async function seedSkills(tx: Tx): Promise<void> {
  for (const file of readdirSync(folder).toSorted()) {
    const read = readSkill(readFileSync(join(folder, file), "utf8"));
    if (!read.success) throw new Error(`${file} is no skill: ${read.error.message}`);
    const { name, description, body, appliesTo } = read.data;
    const known = await tx.selectFrom("skills").select("id").where("name", "=", name).executeTakeFirst();
    if (known) continue;
    await tx
      .insertInto("skills")
      .values({ id: newId("skill"), name, description, body, appliesTo })
      .execute();
  }
}
