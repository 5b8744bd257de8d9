import { beforeAll, describe, expect, test } from "vitest";
import type { Derivatives } from "#agents/descriptor/derivative.ts";
import { agents } from "#agents/index.ts";
import { fold, termsOf } from "#core/dataset/terms.ts";
import { validate } from "#core/run/validators.ts";
import { tenants } from "#localstack/demo/tenants.ts";
import { type AgentName, Answer } from "#schema/agent.ts";
import { type RepurposeSource, repurposePaths } from "#schema/repurpose.ts";
import { envelope, passagesOf, retrieved } from "./corpus.ts";
import { type Company, goldenInputs, repurposedFrom } from "./golden-inputs.ts";

const companies: Company[] = [{ name: "Nobody Yet", contextFile: "# Nobody Yet", passages: [] }];

beforeAll(async () => {
  for (const slug of ["harbor-pine", "solvane"]) {
    const tenant = tenants.find((one) => one.slug === slug);
    companies.push({
      name: tenant?.name ?? slug,
      contextFile: tenant?.contextFile ?? "",
      passages: await passagesOf(slug),
    });
  }
});

const names = Object.keys(goldenInputs) as AgentName[];

function answerOf(name: AgentName, company: Company, given: unknown = goldenInputs[name]?.(company)) {
  const agent = agents[name];
  if (agent.tier === "none") throw new Error(`${name} composes nothing.`);
  const input = agent.input.parse(given);
  const query = agent.query(input);
  const chunks = query ? retrieved(query, company.passages) : [];
  const told = envelope({ contextFile: company.contextFile, chunks });
  return { agent, input, given: told, answer: agent.offline(input, told) };
}

describe.each(names)("%s without a model", (name) => {
  test.each([0, 1, 2])("answers in shape and within its rules, for company %i", (at) => {
    const { agent, input, given, answer } = answerOf(name, companies[at] as Company);
    expect(Answer(agent.output).safeParse(answer).error).toBeUndefined();
    const { repair, fatal } = validate(agent, answer, input, given);
    expect({ repair, fatal }).toEqual({ repair: [], fatal: null });
  });

  test("gives the same answer to the same question", () => {
    const company = companies[1] as Company;
    expect(answerOf(name, company).answer).toEqual(answerOf(name, company).answer);
  });
});

const paths = Object.entries(repurposePaths).flatMap(([source, targets]) =>
  targets.map((target) => ({ source: source as RepurposeSource, target })),
);

describe.each(paths)("a $source becomes a $target without a model", ({ source, target }) => {
  test.each([0, 1, 2])("in shape, within its limits, and of company %i's own words", (at) => {
    const company = companies[at] as Company;
    const asked = repurposedFrom(company, source, [target]);
    const { agent, input, given, answer } = answerOf("content-repurposer", company, asked);
    expect(Answer(agent.output).safeParse(answer).error).toBeUndefined();
    const { repair, fatal } = validate(agent, answer, input, given);
    expect({ repair, fatal }).toEqual({ repair: [], fatal: null });
    if (at === 0) return;
    const own = termsOf(fold(company.passages.map(({ text }) => text).join(" ")));
    for (const derivative of (answer.data as Derivatives).derivatives) {
      const said = [...termsOf(fold(JSON.stringify(derivative))).keys()];
      expect(said.filter((term) => own.has(term)).length).toBeGreaterThan(3);
    }
  });
});

const telling = names.filter(
  (name) =>
    ![
      ...["deliverable-planner", "action-item-planner", "activity-planner"],
      // What they say is the same for everybody: it speaks of pages and of a text.
      ...["meta-ads-optimizer", "linkedin-ads-optimizer", "seo-outreach-optimizer", "review-campaign-optimizer"],
      ...["site-auditor", "content-optimizer", "backlink-researcher", "website-crawler", "opportunity-matcher"],
      // They speak of numbers.
      ...["anomaly-detector", "data-analyst"],
      // What they say is of books and of a buyer.
      ...["billing-agent", "lead-enricher"],
    ].includes(name),
);

test.each(telling)("%s speaks of the company's own things", (name) => {
  const company = companies[1] as Company;
  const own = new Set(
    termsOf(fold(`${company.contextFile} ${company.passages.map(({ text }) => text).join(" ")}`)).keys(),
  );
  const said = [...termsOf(fold(JSON.stringify(answerOf(name, company).answer.data))).keys()];
  const other = [...termsOf(fold(JSON.stringify(answerOf(name, companies[0] as Company).answer.data))).keys()];
  expect(said.filter((term) => own.has(term) && !other.includes(term)).length).toBeGreaterThan(3);
});
