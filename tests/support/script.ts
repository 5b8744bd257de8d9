import type { ClaimedRun } from "#core/run/claim.ts";
import { claim } from "#core/run/claim.ts";
import { liveWorld } from "#core/run/live-world.ts";
import { produce, type Totals } from "#core/run/produce.ts";
import { recorder } from "#core/run/recorder.ts";
import { nothingSpent } from "#core/run/settle.ts";
import type { Context, Question, Said, World } from "#core/run/world.ts";
import type { ToolDescriptor } from "#core/tool/descriptor.ts";
import type { Tools } from "#core/tool/index.ts";
import { use } from "#core/tool/use.ts";
import type { ModelCall } from "#platform/model/types.ts";
import { orderedRun } from "./agents.ts";
import { as, machine, type TestTenant } from "./tenant.ts";

/** What a scripted model says in one turn: calls of tools, an answer of its own, or (null) what its agent composes offline. */
export type Line = readonly { name: string; input: unknown }[] | { text: string } | null;

export interface Staged {
  runId: string;
  activityId: string;
  /** Ends as the run does. */
  work(): ReturnType<typeof produce>;
  questions: Question[];
  totals: Totals;
}

/** A run of the brief writer on real stores whose model follows a script. */
export async function stage(
  tenant: TestTenant,
  script: (question: Question, turn: number) => Line,
  {
    granted = [],
    known,
    change = (context) => context,
  }: {
    granted?: string[];
    known?: Tools;
    change?: (context: Context) => Context;
  } = {},
): Promise<Staged> {
  const { runId, activityId } = await orderedRun(tenant);
  const totals = { ...nothingSpent };
  const questions: Question[] = [];
  const { signal } = new AbortController();
  const work = () =>
    as(machine(tenant.id), async () => {
      const run = (await claim(runId)) as ClaimedRun;
      const record = await recorder(run);
      const live = liveWorld(run, totals, signal);
      const world: World = {
        ...live,
        context: async () => {
          const context = await live.context();
          const rates = granted.map((name): Context["granted"][number] => [name, { ratePerMinute: 1_000 }]);
          return change({ ...context, granted: rates, agent: { ...context.agent, maxTurns: 6 } });
        },
        ask: async (question) => {
          questions.push(question);
          return saidBy(question, script(question, questions.length));
        },
        use: (call, scene) => use(call, scene, known),
      };
      return as({ kind: "agent", tenantId: tenant.id, runId, agent: run.agent }, () =>
        produce(run, { world, record, totals, signal }),
      );
    });
  return { runId, activityId, work, questions, totals };
}

function saidBy(question: Question, line: Line): Said {
  const calls: ModelCall[] = Array.isArray(line)
    ? line.map((call, at) => ({ id: `call_${question.turns.length}_${at}`, ...call }))
    : [];
  const text =
    line === null || Array.isArray(line) ? JSON.stringify(question.compose()) : (line as { text: string }).text;
  const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0 };
  return { text: calls.length > 0 ? "" : text, calls, usage, costMicros: 0 };
}

/** The registry with one more tool. */
export function withTool(tools: Tools, tool: ToolDescriptor): Tools {
  return new Map([...tools, [tool.name, tool]]);
}
