import * as Paging from "#core/page/index.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";
import type { TenantSkill, TenantSkillFilter } from "#schema/skill.ts";
import { shapeOf } from "./fields.ts";

/** Skills that clients wrote for themselves, by client and name. */
export async function list(filter: TenantSkillFilter): Promise<Page<Omit<TenantSkill, "body">>> {
  require("platform_skill.edit", "see clients' skills", "platform");
  const { limit, cursor, tenantId } = filter;
  const scope = JSON.stringify(["tenant-skills", tenantId]);
  const after = Paging.decode(scope, cursor) as [string, string, string] | undefined;
  const rows = await transaction((tx) => {
    let found = skills(tx)
      .orderBy("t.name")
      .orderBy("s.tenantId")
      .orderBy("s.name")
      .limit(limit + 1);
    if (tenantId !== undefined) found = found.where("s.tenantId", "=", tenantId);
    if (after)
      found = found.where(({ eb, refTuple, tuple }) =>
        eb(refTuple("t.name", "s.tenantId", "s.name"), ">", tuple(after[0], after[1], after[2])),
      );
    return found.execute();
  });
  const page = Paging.slice(rows, limit, scope, (row) => [row.tenantName, row.tenantId, row.name]);
  const items = page.rows.map(shape).map(({ body: _, ...skill }) => skill);
  return { items, nextCursor: page.nextCursor };
}

/** One of them in full. */
export async function get(id: string): Promise<TenantSkill> {
  require("platform_skill.edit", "see clients' skills", "platform");
  const row = await transaction((tx) => skills(tx).where("s.id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Skill", id);
  return shape(row);
}

type Row = Awaited<ReturnType<ReturnType<typeof skills>["execute"]>>[number];

function skills(tx: Tx) {
  return tx
    .selectFrom("tenantSkills as s")
    .innerJoin("tenants as t", "t.id", "s.tenantId")
    .selectAll("s")
    .select("t.name as tenantName")
    .where("s.deletedAt", "is", null);
}

function shape(row: Row): TenantSkill {
  const { tenantId, tenantName } = row;
  return { ...shapeOf(row, "own", row.overridesSkillId !== null), tenantId, tenantName };
}
