import { scoreOf, sentimentsOf, voicesOf } from "#core/visibility/score.ts";
import type { AgentName } from "#schema/agent.ts";
import type { Company } from "../golden-inputs.ts";

type Input = Record<string, unknown>;

/** Answers of assistants that repeat the company's own passages; the last ones do not name it. */
function answersOf({ name, passages }: Company) {
  const said = passages.slice(0, 4).map(({ text }) => `${name}: ${text.replaceAll(/\s+/g, " ").slice(0, 250)}`);
  return [...said, null, null].map((excerpt, at) => ({
    promptId: `avq_${at}`,
    prompt: `Question ${at + 1}: what is ${name} known for?`,
    platform: at % 2 === 0 ? ("chatgpt" as const) : ("claude" as const),
    type: excerpt ? ("brand" as const) : ("category" as const),
    ...{ mentioned: excerpt !== null, rank: excerpt ? 1 : null, excerpt, askedOn: "2026-06-01" },
    sentiment: excerpt ? ("positive" as const) : null,
    competitors: at === 0 ? ["North Rival"] : [],
  }));
}

function narrativeInput(company: Company): Input {
  const answers = answersOf(company);
  const ofType = (type: string) => ({ key: type, score: scoreOf(answers.filter((one) => one.type === type)) ?? 0 });
  return {
    period: "last_30_days",
    brand: company.name,
    geoScore: scoreOf(answers) ?? 0,
    aggregates: {
      answers: answers.length,
      mentioned: answers.filter(({ mentioned }) => mentioned).length,
      first: answers.filter(({ rank }) => rank === 1).length,
      trend: company.passages.length > 0 ? -3.5 : null,
      platforms: [{ key: "chatgpt", score: 60.5 }],
      types: [ofType("brand"), ofType("category")],
      voices: voicesOf(company.name, answers),
      sentiment: sentimentsOf(answers),
    },
    excerpts: answers.map(({ platform, type, prompt, rank, sentiment, excerpt }) => ({
      ...{ platform, type, prompt, rank, sentiment, excerpt },
    })),
  };
}

/** Inputs of the agents that measure and report. */
export const reportInputs: Partial<Record<AgentName, (company: Company) => Input>> = {
  "brand-narrative-analyst": narrativeInput,
};
