import { decidersOf } from "#core/approval/decider.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { marksWith } from "#schema/permissions.ts";
import type { Mark, Side, TenantRole } from "#schema/roles.ts";
import { agency, markOf } from "#schema/roles.ts";
import type { Told } from "./subject.ts";

/** Somebody who may be told something in the tenant at work. */
export interface Recipient {
  userId: string;
  email: string;
  firstName: string;
  side: Side;
  mark: Mark;
  isActive: boolean;
}

/** Whom an event concerns. `alarm`: nobody can decide, so the agency's admins are told that instead. */
export interface Audience {
  people: Recipient[];
  alarm: boolean;
}

/** Chooses the people of an event among the tenant's members, those without access included: the ledger says why they were left out. */
export async function audience(tx: Tx, told: Told): Promise<Audience> {
  const everybody = await members(tx);
  const having = (marks: readonly Mark[]) => everybody.filter((person) => marks.includes(person.mark));
  const author = everybody.filter((person) => person.userId === told.author);
  switch (told.event) {
    case "approval.created.dm":
      return deciders(told, having(marksWith("content.decide_dm")), having(["DL"]));
    case "approval.created.client":
      return deciders(told, having(decidersOf(told.approvalKind ?? "blog_post", "client")), having(["DL"]));
    case "approval.decided": {
      const others = having(agency).filter((person) => person.userId !== told.author);
      return { people: [...author, ...others].filter((person) => person.userId !== told.doer), alarm: false };
    }
    case "activity.failed":
    case "run.failed":
    case "month.planned_by_rule":
      return { people: having(agency), alarm: false };
    // Whose task it is; where nobody is named, those of the role; else the agency, who looks after it.
    case "task.overdue": {
      const role = everybody.filter(({ mark }) => mark === told.words["role"]);
      const found = [author, role].find((people) => people.some(({ isActive }) => isActive));
      return { people: found ?? having(agency), alarm: false };
    }
    case "setup.attention":
      return { people: having(["TA", ...agency]), alarm: false };
    case "anomaly.alert":
    case "campaign.budget_80":
    case "campaign.budget_100":
    case "channel.disconnected":
    case "content.published":
    case "content.publish_failed":
    case "content.publish_unknown":
      return { people: having(["TA", ...agency]), alarm: false };
    case "report.ready":
      return { people: author.length > 0 ? author : having(["TA", ...agency]), alarm: false };
    case "dataset.failed":
      return { people: author.some((person) => person.isActive) ? author : having(["TA"]), alarm: false };
    case "credits.exhausted":
    case "credits.50":
    case "credits.80":
    case "credits.90":
    case "credits.100":
      return { people: having(["TA", "DL"]), alarm: false };
    case "credits.topup":
      return { people: having(["TA"]), alarm: false };
    case "spend.50":
    case "spend.80":
    case "spend.90":
    case "spend.100":
      return { people: [...having(["DL"]), ...(await superAdmins(tx))], alarm: false };
    case "ops.agent_paused":
      return { people: await superAdmins(tx), alarm: false };
  }
}

// Nobody decides what they wrote. With nobody left the content stays where it is, and that must not go unseen.
function deciders(told: Told, candidates: Recipient[], admins: Recipient[]): Audience {
  const people = candidates.filter((person) => person.userId !== told.author);
  if (people.some((person) => person.isActive)) return { people, alarm: false };
  log.error({ approvalId: told.approvalId, event: told.event }, "nobody is eligible to decide an approval");
  return { people: admins, alarm: true };
}

// They belong to no client and look after all.
async function superAdmins(tx: Tx): Promise<Recipient[]> {
  const rows = await tx
    .selectFrom("users")
    .select(["id", "email", "firstName", "status"])
    .where("role", "=", "super_admin")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(50)
    .execute();
  return rows.map(({ id, email, firstName, status }) => ({
    ...{ userId: id, email, firstName, side: "agency", mark: "SA" },
    isActive: status === "active",
  }));
}

async function members(tx: Tx): Promise<Recipient[]> {
  const rows = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .select(["u.id", "u.email", "u.firstName", "u.status", "u.deletedAt", "m.side", "m.role"])
    .where("m.tenantId", "=", tenant())
    .orderBy("m.id")
    .execute();
  return rows.map((row) => ({
    userId: row.id,
    email: row.email,
    firstName: row.firstName,
    side: row.side as Side,
    mark: markOf(row.side as Side, row.role as TenantRole),
    isActive: row.status === "active" && row.deletedAt === null,
  }));
}
