import { fold } from "#core/dataset/terms.ts";
import { plainOf } from "#core/run/prose.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { excerpt } from "./finding.ts";
import { type Lesson, learn, retract, type Taught } from "./learn.ts";

/** A version that people decide about. */
export interface Written {
  agent: AgentName;
  /** The run that wrote it, or the version it was edited from. */
  runId: string | null;
  /** A person changed what the run wrote. */
  isEdited: boolean;
  title: string;
  text: string;
  /** What the kind of text teaches once people approve it. */
  lessons: Lesson[];
}

const exampleMax = 420;

/** A version was approved: what it is like is worth repeating. Later stages about the same version tell nothing new. */
export async function approved(tx: Tx, subject: Taught["subject"], version: number, written: Written): Promise<void> {
  const example = { runId: written.runId ?? "", edited: written.isEdited };
  await learn(tx, { agent: written.agent, subject, version, source: "accepted" }, [
    ...written.lessons,
    { key: "best_example", point: pointOf(subject), lesson: told(written), data: example },
  ]);
}

/**
 * A version was sent back: its note is a pattern to avoid, and what an earlier stage or an edit had taught of it does not count.
 */
export async function rejected(
  tx: Tx,
  subject: Taught["subject"],
  version: number,
  written: Written,
  { note, category }: { note: string; category: string | null },
): Promise<void> {
  const of = { agent: written.agent, subject, version };
  await retract(tx, { ...of, source: "accepted" });
  await retract(tx, { ...of, source: "edit" });
  await tx
    .updateTable("editExamples")
    .set({ accepted: false })
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .where("toVersion", "=", version)
    .execute();
  const reason = excerpt(note, 200);
  const why: Lesson[] = reason
    ? [
        {
          key: "rejected_patterns",
          point: `${category ?? "other"}:${fold(reason)}`,
          lesson: `Sent back${category ? ` for ${category}` : ""}: “${reason}”`,
          data: { category: category ?? "other" },
        },
      ]
    : [];
  const lesson = `${told(written).slice(0, 300)}${reason ? ` Sent back: “${reason}”` : ""}`;
  const example = { runId: written.runId ?? "", edited: written.isEdited };
  await learn(tx, { ...of, source: "rejected" }, [
    ...why,
    { key: "worst_example", point: pointOf(subject), lesson, data: example },
  ]);
}

function pointOf({ id }: Taught["subject"]): string {
  return `example:${id}`;
}

function told({ title, text }: Written): string {
  return `“${excerpt(title, 120)}”: ${excerpt(plainOf(text), exampleMax)}`;
}
