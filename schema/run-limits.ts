import type { AgentName, AgentTier } from "./agent.ts";
import { roster } from "./roster.ts";

/** What one run may take at most: tokens in all its calls, and US cents. */
export interface RunLimits {
  maxTokensPerRun: number;
  maxCostPerRunMinor: number;
}

const byTier: Record<AgentTier, RunLimits> = {
  cheap: { maxTokensPerRun: 30_000, maxCostPerRunMinor: 50 },
  standard: { maxTokensPerRun: 60_000, maxCostPerRunMinor: 150 },
  expensive: { maxTokensPerRun: 100_000, maxCostPerRunMinor: 300 },
  image: { maxTokensPerRun: 50_000, maxCostPerRunMinor: 100 },
  video: { maxTokensPerRun: 50_000, maxCostPerRunMinor: 500 },
  none: { maxTokensPerRun: 50_000, maxCostPerRunMinor: 100 },
};

/** Agents whose work is larger than that of their tier: what they read at most, their answer, and one that is mended must fit. */
const own: Partial<Record<AgentName, Partial<RunLimits>>> = {
  "blog-writer": { maxTokensPerRun: 60_000, maxCostPerRunMinor: 100 },
  "context-file-writer": { maxTokensPerRun: 80_000, maxCostPerRunMinor: 200 },
  "client-researcher": { maxTokensPerRun: 80_000 },
  "competitor-researcher": { maxTokensPerRun: 80_000 },
  "activity-planner": { maxTokensPerRun: 70_000 },
  "anomaly-detector": { maxTokensPerRun: 45_000 },
  "content-auditor": { maxTokensPerRun: 70_000 },
  "content-repurposer": { maxTokensPerRun: 70_000 },
  "opportunity-matcher": { maxTokensPerRun: 55_000 },
  "meta-ads-optimizer": { maxTokensPerRun: 70_000 },
  "linkedin-ads-optimizer": { maxTokensPerRun: 70_000 },
  "seo-outreach-optimizer": { maxTokensPerRun: 70_000 },
  "review-campaign-optimizer": { maxTokensPerRun: 70_000 },
  "site-auditor": { maxTokensPerRun: 100_000 },
  // Two hundred terms, three hundred things of a campaign, five hundred figures.
  "search-term-classifier": { maxTokensPerRun: 90_000 },
  "ads-analyst": { maxTokensPerRun: 130_000 },
  "report-writer": { maxTokensPerRun: 125_000 },
  "custom-report-writer": { maxTokensPerRun: 125_000 },
};

/** The limits of a run of an agent, where nobody set others. */
export function limitsOf(agent: AgentName): RunLimits {
  return { ...byTier[roster[agent].tier], ...own[agent] };
}
