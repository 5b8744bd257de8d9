import { describe, expect, test } from "vitest";
import { memoryParts, skillsPart } from "#agents/descriptor/parts.ts";
import { agents } from "#agents/index.ts";
import { assemble } from "#core/run/prompt.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { type AgentName, isTextTier } from "#schema/agent.ts";
import { limitsOf } from "#schema/run-limits.ts";
import { envelope } from "./corpus.ts";
import { largestInputOf, longFile } from "./largest.ts";

const names = (Object.keys(agents) as AgentName[]).filter((name) => isTextTier(agents[name].tier));
const contextFile = longFile;

/** Agents that are told nothing of the company: they read pages of others, or write the file themselves. */
const withoutContext: readonly AgentName[] = ["website-crawler", "lead-enricher", "context-file-writer"];

function promptOf(name: AgentName) {
  const { prompt } = agents[name];
  const given = envelope({
    contextFile,
    reviewerNotes: "Say more about repairs. ".repeat(60),
    wakeReason: "rejection",
    chunks: Array.from({ length: 12 }, (_, at) => ({
      ...{ chunkId: `dsc_${at}`, fileName: "Prices", score: 1, trust: "own" as const },
      text: "A repair costs what the part costs. ".repeat(40),
    })),
    skills: Array.from({ length: 60 }, (_, at) => ({ name: `skill-${at}`, description: "Use when it fits." })),
  });
  const parts = [...prompt(largestInputOf(name) as never, given), skillsPart(given), ...memoryParts(given)];
  return { parts, ...assemble(parts, estimateTokens) };
}

describe.each(names)("%s", (name) => {
  const { parts, prompt, dropped, shortened, tokens } = promptOf(name);

  test("has its main input in the prompt, as large as it may be, and the company's context file", () => {
    const main = parts.filter(({ rank }) => rank === 0);
    expect(main.length).toBeGreaterThan(0);
    expect(dropped).not.toContain("Context file of the company");
    // What is made of lines is there to the last one; prose may end earlier, at a sentence.
    expect(main.filter((part) => part.rows && shortened.includes(part.name)).map((part) => part.name)).toEqual([]);
    for (const part of main) expect(prompt).toContain(part.text.trim().split("\n")[0]?.slice(0, 60));
    if (!withoutContext.includes(name)) expect(prompt).toContain(contextFile.slice(0, 2_000));
  });

  test("fits into its run, with one answer and one that is mended", () => {
    const { systemPrompt, maxOutputTokens } = agents[name];
    const first = estimateTokens(systemPrompt) + tokens + maxOutputTokens;
    expect({ name, needed: 2 * first + maxOutputTokens }).toSatisfy(
      ({ needed }: { needed: number }) => needed <= limitsOf(name).maxTokensPerRun,
    );
  });
});

test("the writer of a campaign's brief is told a budget in whole units of its currency", () => {
  const taskOf = (currency: string) =>
    agents["campaign-brief-writer"]
      .prompt(
        {
          ...{ name: "Beans for Osaka", type: "paid_ads", goal: "leads", channels: ["google_ads"], allowedTypes: [] },
          budget: { amountMinor: 50_000, currency },
        },
        envelope({}),
      )
      .map(({ text }) => text)
      .join("\n");
  expect(taskOf("JPY")).toContain("Budget: 50000 JPY");
  expect(taskOf("USD")).toContain("Budget: 500 USD");
});
