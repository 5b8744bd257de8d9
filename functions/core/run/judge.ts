import type { Finding } from "#agents/descriptor/index.ts";
import { agents } from "#agents/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Envelope } from "#schema/agent.ts";
import { Answer } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import type { ClaimedRun } from "./claim.ts";
import { extractClaims, type SourceChunk } from "./claims.ts";
import type { Product } from "./outcomes.ts";
import { parseAnswer } from "./parse.ts";
import { originality, validate } from "./validators.ts";

/** What a run was asked, and the passages it was given. */
export interface Question {
  input: unknown;
  envelope: Envelope;
  used: readonly SourceChunk[];
  /** Earlier texts of the kind, which a new one must not repeat. */
  earlier: readonly string[];
  /** Addresses that tools gave to the run. */
  addresses?: readonly string[];
  /** Texts that are for the agent alone. */
  confidential?: readonly string[];
  /** What tools of the house said. */
  told?: readonly string[];
  /** Pages of the web that tools have shown; unknown where the run was not watched. */
  read?: readonly string[];
}

/** What the checks say of an answer: `repair` is what the model can mend, `fatal` what nobody may see. */
export interface Judgement {
  answer: { data: unknown; citations: Answer<unknown>["citations"]; warnings: string[] } | null;
  findings: Finding[];
  repair: string[];
  fatal: string | null;
}

/** The answer of a model did not pass its checks. */
export class InvalidOutput extends Error {}

/** The checks of a run's answers: shape, the rules of every agent and its own, and whether the client has read it before. */
export function judgeOf(
  run: Pick<ClaimedRun, "agent">,
  { input, envelope, earlier, addresses = [], confidential = [], told = [], read }: Question,
): (text: string) => Judgement {
  const descriptor = agents[run.agent];
  const schema = Answer(descriptor.output);
  return (text) => {
    const parsed = parseAnswer(text, schema);
    if (!parsed.ok) return { answer: null, findings: [], repair: parsed.errors, fatal: null };
    const checked = validate(descriptor, parsed.answer as never, input, envelope, {
      ...{ addresses, confidential, told },
      ...(read ? { read } : {}),
    });
    const article = descriptor.article?.(checked.answer.data);
    if (article === undefined) return checked;
    return { ...checked, findings: [...checked.findings, originality(article, earlier)] };
  };
}

/** Keeps what the checks found, and makes of an answer that passed what is to be stored. @throws InvalidOutput */
export async function conclude(
  run: ClaimedRun,
  judged: Judgement,
  { used }: Question,
  { keeps = true } = {},
): Promise<Product> {
  if (keeps) await keepFindings(run, judged);
  if (judged.fatal) throw new InvalidOutput(judged.fatal);
  if (!judged.answer || judged.repair.length > 0) throw new InvalidOutput(judged.repair.slice(0, 5).join(" "));
  const { data, citations, warnings } = judged.answer;
  const article = agents[run.agent].article?.(data);
  const claims = article === undefined ? [] : extractClaims(article, citations, used);
  const suspected = judged.findings.some((finding) => finding.validator === "V11" && !finding.passed);
  const remarks = judged.findings.flatMap(({ validator, passed, message }) =>
    !passed && (validator === "V7" || validator === "V10") ? [message] : [],
  );
  return { data, warnings, claims, suspected, remarks };
}

async function keepFindings(run: ClaimedRun, judged: Judgement): Promise<void> {
  if (judged.findings.length === 0) return;
  const rows = judged.findings.map(({ validator, passed, action, message, items }) => ({
    ...{ tenantId: tenant(), id: newId("validatorResult"), runId: run.id, version: run.version },
    ...{ validator, passed, action, details: JSON.stringify({ message, ...(items ? { items } : {}) }) },
  }));
  await transaction((tx) => tx.insertInto("validatorResults").values(rows).execute());
}
