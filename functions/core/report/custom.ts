import type { CustomReport } from "#agents/custom-report-writer.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { fail, finish, nameOfTenant } from "./agent.ts";
import { sectionsIn } from "./document.ts";
import { locked } from "./index.ts";
import { figuresFor } from "./snapshot.ts";

/** What the writer gets: what somebody wants to know, and everything that was counted in the time. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const row = await transaction((tx) => locked(tx, run.subjectId ?? ""));
  const figures = await figuresFor(row.id, { from: row.startOn, to: row.endOn });
  return {
    ...{ prompt: row.userPrompt ?? row.label, label: row.label, startDate: row.startOn, endDate: row.endOn, figures },
    company: await transaction(nameOfTenant),
  };
}

/** Stores the report as a document with sections. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<CustomReport>): Promise<void> {
  const { markdown, title, numbersUsed } = data;
  await finish(tx, run.subjectId ?? "", {
    content: markdown,
    summary: title,
    details: { sections: sectionsIn(markdown), highlights: [], recommendations: [], numbersUsed },
    runId: run.id,
  });
}

/** There is no report; it can be asked for again. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  if (run.subjectId) await fail(tx, run.subjectId, code, message);
}
