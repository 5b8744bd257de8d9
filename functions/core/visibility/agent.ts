import type { VisibilityAnswers } from "#agents/ai-visibility-monitor.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { assistantsOf } from "./assistants.ts";
import { companyOf } from "./company.ts";
import * as Narrative from "./narrative.ts";
import { activePrompts, todayUtc } from "./questions.ts";
import { namesOf } from "./rules.ts";

/** What the monitor gets: prompts, assistants, and the names to look for. */
export async function load(): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const company = await companyOf(tx);
    const assistants = (await assistantsOf(tx)).filter(({ enabled, available }) => enabled && available);
    return {
      prompts: (await activePrompts(tx)).map(({ id, ...rest }) => ({ promptId: id, ...rest })),
      platforms: assistants.map(({ key }) => key),
      brandNames: namesOf(company),
      competitors: company.competitors,
      askedOn: todayUtc(),
    };
  });
}

/** The answers are kept already, each as it came; what they say together is told next. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<VisibilityAnswers>): Promise<void> {
  const subject = { type: "ai_visibility", id: run.subjectId ?? run.id, label: "AI visibility" };
  const { answered, failures } = data;
  await Effect.audit("ai_visibility.run_finished", subject, { after: { answered, failed: failures.length } });
  await Effect.live("ai_visibility:updated", { id: subject.id });
  await Narrative.begin(tx);
}

/** What was answered stays; the rest is asked with the next run. */
export async function giveUp(_tx: Tx, run: Failed, code: string): Promise<void> {
  const subject = { type: "ai_visibility", id: run.subjectId ?? run.id, label: "AI visibility" };
  await Effect.audit("ai_visibility.run_finished", subject, { after: { failed: code } });
}
