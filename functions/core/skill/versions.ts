import { iso } from "#core/page/index.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { SkillVersion } from "#schema/skill.ts";

const listedMax = 50;

interface Written {
  id: string;
  version: number;
  description: string;
  body: string;
  createdBy: string | null;
  updatedBy: string | null;
  updatedAt: Date;
}

/** Keeps what a platform skill said before a change of its words; kept once. */
export async function keep(tx: Tx, row: Written): Promise<void> {
  const { id: skillId, version, description, body } = row;
  await tx
    .insertInto("skillVersions")
    .values({
      ...{ id: newId("skillVersion"), skillId, version, description, body },
      ...{ writtenBy: row.updatedBy ?? row.createdBy, writtenAt: row.updatedAt },
    })
    .onConflict((conflict) => conflict.columns(["skillId", "version"]).doNothing())
    .execute();
}

/** What a platform skill said before, the newest first; what it says now is the skill itself. */
export async function versions(skillId: string): Promise<SkillVersion[]> {
  require("platform_skill.edit", "see versions of the platform's skills", "platform");
  const rows = await transaction((tx) =>
    tx
      .selectFrom("skillVersions as v")
      .innerJoin("skills as s", "s.id", "v.skillId")
      .selectAll("v")
      .where("v.skillId", "=", skillId)
      .where("s.deletedAt", "is", null)
      .orderBy("v.version", "desc")
      .limit(listedMax)
      .execute(),
  );
  return rows.map(({ version, description, body, writtenAt }) => {
    return { version, description, body, writtenAt: iso(writtenAt) };
  });
}
