import { person, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { classify } from "./classify.ts";
import { learn } from "./learn.ts";

const textMax = 20_000;

/** A person's new version of what an agent wrote. */
interface HandEdit {
  agent: AgentName;
  subject: { type: string; id: string };
  fromVersion: number;
  toVersion: number;
  /** The whole text, as Markdown. */
  before: string;
  after: string;
  /** What changed is only what search engines read. */
  isSeo?: boolean;
}

/** Keeps an edit as an example and teaches the writer what it was about. */
export async function edited(tx: Tx, edit: HandEdit): Promise<void> {
  const { agent, subject, fromVersion, toVersion, before, after } = edit;
  const { category, findings } = classify(before, after);
  await tx
    .insertInto("editExamples")
    .values({
      ...{ tenantId: tenant(), id: newId("editExample"), agent, fromVersion, toVersion },
      ...{ subjectType: subject.type, subjectId: subject.id, editorId: person().userId },
      category: edit.isSeo ? "seo" : category,
      diff: JSON.stringify({ before: before.slice(0, textMax), after: after.slice(0, textMax) }),
    })
    .execute();
  await learn(
    tx,
    { agent, subject, version: toVersion, source: "edit" },
    findings.map(({ point, text, data = {}, kind }) => ({
      key: "edit_patterns",
      point,
      lesson: text,
      data: { ...data, category: kind },
    })),
  );
}
