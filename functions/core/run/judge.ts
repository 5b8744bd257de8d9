import type { Finding } from "#agents/descriptor.ts";
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

const earlierMax = 50;

/** What a run was asked, and the passages it was given. */
export interface Question {
  input: unknown;
  envelope: Envelope;
  used: readonly SourceChunk[];
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
export async function judgeOf(run: ClaimedRun, { input, envelope }: Question): Promise<(text: string) => Judgement> {
  const descriptor = agents[run.agent];
  const schema = Answer(descriptor.output);
  const earlier = await earlierTexts(run);
  return (text) => {
    const parsed = parseAnswer(text, schema);
    if (!parsed.ok) return { answer: null, findings: [], repair: parsed.errors, fatal: null };
    const checked = validate(descriptor, parsed.answer as never, input, envelope);
    const findings =
      run.agent === "blog-writer"
        ? [...checked.findings, originality(bodyOf(checked.answer), earlier)]
        : checked.findings;
    return { ...checked, findings };
  };
}

/** Keeps what the checks found, and makes of an answer that passed what is to be stored. @throws InvalidOutput */
export async function conclude(run: ClaimedRun, judged: Judgement, { used }: Question): Promise<Product> {
  await transaction(async (tx) => {
    for (const finding of judged.findings) {
      await tx
        .insertInto("validatorResults")
        .values({
          tenantId: tenant(),
          id: newId("validatorResult"),
          runId: run.id,
          version: run.version,
          validator: finding.validator,
          passed: finding.passed,
          action: finding.action,
          details: JSON.stringify({ message: finding.message }),
        })
        .execute();
    }
  });
  if (judged.fatal) throw new InvalidOutput(judged.fatal);
  if (!judged.answer || judged.repair.length > 0) throw new InvalidOutput(judged.repair.slice(0, 5).join(" "));
  const { data, citations, warnings } = judged.answer;
  const claims = run.agent === "blog-writer" ? extractClaims(bodyOf(judged.answer), citations, used) : [];
  const suspected = judged.findings.some((finding) => finding.validator === "V11" && !finding.passed);
  return { data, warnings, claims, suspected };
}

function bodyOf(answer: { data: unknown }): string {
  return String((answer.data as { bodyMarkdown: string }).bodyMarkdown);
}

// The client's last posts beside the one at work: what a new text must not repeat.
async function earlierTexts(run: ClaimedRun): Promise<string[]> {
  if (run.agent !== "blog-writer") return [];
  const rows = await transaction((tx) =>
    tx
      .selectFrom("blogPosts")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("activityId", "!=", run.activityId ?? "")
      .where("body", "!=", "")
      .orderBy("id", "desc")
      .limit(earlierMax)
      .execute(),
  );
  return rows.map((row) => row.body);
}
