import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const leaders: Mark[] = [...agency, "TA"];
const memory = { params: { id: "agentMemory" } } as const;

/** The routes of what agents have learned. */
export const memoryExpectations: Record<string, Expectation> = {
  "GET /tenant/v1/agent-memories": { may: [...leaders, "CA", "TM"] },
  "DELETE /tenant/v1/agent-memories": { may: leaders, query: () => "agent=blog-writer" },
  "DELETE /tenant/v1/agent-memories/{id}": { may: leaders, ...memory },
  "PATCH /tenant/v1/agent-memories/{id}": {
    ...{ may: leaders, ...memory, version: 1 },
    body: () => ({ point: "word:ours", text: "Never write this" }),
  },
  "POST /tenant/v1/agent-memories/{id}/restore": { may: leaders, ...memory, body: () => ({}) },
};
