import { z } from "zod";
import type { AgentDescriptor } from "#agents/descriptor/index.ts";
import { agents } from "#agents/index.ts";
import type { AgentRow } from "#functions/release/catalogue.ts";
import { Answer } from "#schema/agent.ts";
import { roster } from "#schema/roster.ts";
import { limitsOf } from "#schema/run-limits.ts";

/** The roster as its descriptors say it. */
export const agentRows = (): AgentRow[] => Object.values(agents).map((descriptor) => rowOf(descriptor));

function rowOf(descriptor: AgentDescriptor): AgentRow {
  const { name, label, description, group, minPlan, creditRateKey } = descriptor;
  const { queue, timeoutMs, concurrency } = roster[name];
  const { systemPrompt, tier, temperature, maxOutputTokens, tools = [] } = descriptor;
  return {
    name,
    texts: { label, description },
    terms: { group, queue, minPlan, creditRateKey },
    timing: { concurrency, timeoutS: timeoutMs / 1_000, lockS: timeoutMs / 1_000 + 60 },
    work: { tools: [...tools], maxTurns: maxTurnsOf(descriptor), maxOutputTokens, ...limitsOf(name) },
    version: {
      ...{ status: "active", systemPrompt, tier, temperature, changeNote: "First version" },
      ...{ inputSchema: shape(descriptor.input), outputSchema: shape(Answer(descriptor.output)) },
    },
  };
}

const shape = (schema: z.ZodType) => JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));

function maxTurnsOf({ tools = [], maxTurns = 20 }: AgentDescriptor): number {
  return tools.length > 0 ? maxTurns : 1;
}
