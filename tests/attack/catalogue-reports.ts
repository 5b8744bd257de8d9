import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const leaders: Mark[] = [...agency, "TA"];
const prompt = { params: { id: "visibilityPrompt" } } as const;

/** The routes of what assistants say, and of reports. */
export const reportExpectations: Record<string, Expectation> = {
  "GET /tenant/v1/ai-visibility": { may: all },
  "GET /tenant/v1/ai-visibility/snapshots": { may: all },
  "GET /tenant/v1/ai-visibility/narratives": { may: all },
  "GET /tenant/v1/ai-visibility/prompts": { may: all },
  "POST /tenant/v1/ai-visibility/prompts": {
    may: leaders,
    body: () => ({ prompt: "Who makes lamps that last?", type: "category" }),
  },
  "PATCH /tenant/v1/ai-visibility/prompts/{id}": { may: leaders, ...prompt, body: () => ({ active: false }) },
  "DELETE /tenant/v1/ai-visibility/prompts/{id}": { may: leaders, ...prompt },
  "PUT /tenant/v1/ai-visibility/platforms/{key}": {
    may: leaders,
    params: { key: { literal: "chatgpt" } },
    body: () => ({ enabled: true }),
  },
  "POST /tenant/v1/ai-visibility/run": { may: leaders },
};
