import { describe, expect, test } from "vitest";
import { memoryParts, skillsPart } from "#agents/descriptor/parts.ts";
import { agents } from "#agents/index.ts";
import { assemble } from "#core/run/prompt.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { type AgentName, isTextTier } from "#schema/agent.ts";
import { MeasuredChapter } from "#schema/report.ts";
import { limitsOf } from "#schema/run-limits.ts";
import { envelope } from "./corpus.ts";
import { largestOf } from "./largest.ts";

const names = (Object.keys(agents) as AgentName[]).filter((name) => isTextTier(agents[name].tier));
const contextFile = "Harbor sells lamps and repairs them. ".repeat(500);

/** Agents that are told nothing of the company: they read pages of others, or write the file themselves. */
const withoutContext: readonly AgentName[] = ["website-crawler", "lead-enricher", "context-file-writer"];

const types = ["content_brief", "blog_post", "gbp_post", "social_post", "email_newsletter", "landing_page"];

const figure = (at: number) => ({
  ...{ name: `Visits from search ${at}`, source: "Google Search Console", unit: "visits" },
  ...{ current: 12_345 + at, previous: 11_345.5, changePct: 8.8 },
});

/** Five hundred figures, over the chapters of a report. */
const figures = {
  ...{ from: "2026-06-01", to: "2026-06-30" },
  chapters: MeasuredChapter.options.map((key) => ({
    ...{ key, connected: true, figures: Array.from({ length: 72 }, (_, at) => figure(at)) },
    items: Array.from({ length: 30 }, (_, at) => `How to mend lamp number ${at}`),
  })),
  goals: Array.from({ length: 50 }, (_, at) => ({
    ...{ title: `Goal ${at}`, unit: "leads", baseline: 10, target: 40 + at, current: 12, progressPct: 30 },
    ...{ dueOn: "2026-12-31", status: "active" },
  })),
};

/** Where a schema sets no bound: as many as a plan, or the roster of inputs, lets be. */
const fitting: Partial<Record<AgentName, object>> = {
  "activity-planner": {
    ...{ periodStart: "2026-06-01", periodEnd: "2026-06-30", today: "2026-06-01", effectiveCredits: 1_000 },
    calendar: { workingDays: ["mon", "tue", "wed", "thu", "fri"], blackoutDates: ["2026-06-10"] },
    templates: types.map((type, at) => ({
      ...{ id: `dtp_01J9Z8Y7X6W5V4T3S2R1Q0P00${at}`, type, label: type.replaceAll("_", " "), quantity: 20 },
      ...{ platforms: ["facebook"], priority: 1, credits: 2, needs: [], isPublished: true },
    })),
  },
  "deliverable-planner": {
    types: Object.entries(activityTypes).map(([type, { label, dependsOn }]) => ({
      ...{ type, label, min: 1, max: 30, credits: 2, needs: [...dependsOn] },
    })),
  },
  "topic-researcher": { preferredAngles: ["how to"], contentGoals: ["leads", "reach"] },
  "strategy-writer": { approvedContextFile: contextFile },
  "content-critic": { contextDigest: contextFile },
  "report-writer": { figures },
  "custom-report-writer": { figures },
};

function promptOf(name: AgentName) {
  const { input, prompt } = agents[name];
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
  const parts = [
    ...prompt({ ...(largestOf(input) as object), ...fitting[name] } as never, given),
    skillsPart(given),
    ...memoryParts(given),
  ];
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
