import type { Expectation } from "./catalogue.ts";

const staff = ["SA"] as const;
const agent = { params: { name: { literal: "blog-writer" } } };
const version = { params: { name: { literal: "blog-writer" }, version: { literal: "1" } } };
const noLetter = { params: { id: { literal: "ddl_01J00000000000000000000000" } } };
const noLetters = { ids: ["ddl_01J00000000000000000000000"] };
const reason = "Long enough to be a reason.";

/** What super admins see and steer of agents, runs and failed jobs. A draft is a version that nobody works by. */
export const manageExpectations: Record<string, Expectation> = {
  "GET /admin/v1/agents": { may: staff },
  "GET /admin/v1/agent-choices": { may: staff },
  "GET /admin/v1/agents/{name}": { may: staff, ...agent },
  "PATCH /admin/v1/agents/{name}": { may: staff, ...agent, body: () => ({}), version: 1 },
  "GET /admin/v1/agents/{name}/overrides": { may: staff, ...agent },
  "GET /admin/v1/agents/{name}/versions": { may: staff, ...agent },
  "POST /admin/v1/agents/{name}/versions": {
    may: staff,
    ...agent,
    body: () => ({
      ...{ systemPrompt: "You write posts for people who read.", changeNote: "made up", tier: "standard" },
      ...{ adapter: null, model: null, temperature: 0.5, maxOutputTokens: 4_000, maxTurns: 1, tools: [], skills: [] },
      ...{ maxTokensPerRun: null, maxCostPerRunMinor: null },
    }),
  },
  "GET /admin/v1/agents/{name}/versions/{version}": { may: staff, ...version },
  "POST /admin/v1/agents/{name}/versions/{version}/publish": { may: staff, ...version },
  "POST /admin/v1/agents/{name}/versions/{version}/rollback": { may: staff, ...version },
  "GET /admin/v1/runs": { may: staff },
  "GET /admin/v1/runs/{id}": { may: staff, params: { id: "run" } },
  "GET /admin/v1/runs/{id}/transcript": { may: staff, params: { id: "run" } },
  "POST /admin/v1/runs/{id}/cancel": { may: staff, params: { id: "run" }, body: () => ({ reason }) },
  "GET /admin/v1/system/dead-letters": { may: staff },
  "GET /admin/v1/system/dead-letters/{id}": { may: staff, ...noLetter },
  "POST /admin/v1/system/dead-letters/redrive": { may: staff, body: () => noLetters },
  "POST /admin/v1/system/dead-letters/discard": { may: staff, body: () => ({ ...noLetters, reason }) },
  "GET /admin/v1/skills/{id}/versions": { may: staff, params: { id: "platformSkill" } },
  "GET /admin/v1/tenant-skills": { may: staff },
  "GET /admin/v1/tenant-skills/{id}": { may: staff, params: { id: "skill" } },
};
