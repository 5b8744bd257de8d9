import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type AgentName, isTextTier } from "#schema/agent.ts";
import { roster } from "#schema/roster.ts";
import { edited } from "./edited.ts";

/** A person's version of a text whose versions are kept, beside the one before. */
interface HandVersion {
  fromVersion: number;
  toVersion: number;
  /** The whole text, as Markdown. */
  before: string;
  after: string;
  /** What only search engines read is not what it was. */
  isSeo?: boolean;
}

/** Teaches whoever wrote a text (as a rule `usual`) what a person made of it. What reads as before teaches nothing. */
export async function byHand(
  tx: Tx,
  subject: { type: string; id: string },
  { isSeo = false, ...version }: HandVersion,
  usual: AgentName,
): Promise<void> {
  const isSame = version.before === version.after;
  if (version.before.trim() === "" || (isSame && !isSeo)) return;
  const agent = (await writerOf(tx, subject))?.agent ?? usual;
  await edited(tx, { agent, subject, ...version, isSeo: isSame });
}

/** The newest run that worded a text; who only put pictures to it did not. */
export async function writerOf(
  tx: Tx,
  subject: { type: string; id: string },
): Promise<{ agent: AgentName; runId: string } | undefined> {
  const rows = await tx
    .selectFrom("contentVersions as v")
    .innerJoin("agentRuns as r", (join) => join.onRef("r.tenantId", "=", "v.tenantId").onRef("r.id", "=", "v.runId"))
    .select(["r.agent", "r.id as runId"])
    .where("v.tenantId", "=", tenant())
    .where("v.subjectType", "=", subject.type)
    .where("v.subjectId", "=", subject.id)
    .orderBy("v.version", "desc")
    .execute();
  const words = rows.find(({ agent }) => agent in roster && isTextTier(roster[agent as AgentName].tier));
  return words && { agent: words.agent as AgentName, runId: words.runId };
}
