import { agents } from "#agents/index.ts";
import * as Agent from "#core/agent/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import * as Skill from "#core/skill/manifest.ts";
import * as Tool from "#core/tool/index.ts";
import { use } from "#core/tool/use.ts";
import { transaction } from "#platform/db.ts";
import { callModel } from "./call.ts";
import type { ClaimedRun } from "./claim.ts";
import { envelopeOf } from "./envelope.ts";
import { payFor } from "./paid-tool.ts";
import type { Totals } from "./produce.ts";
import { rejectionsOf } from "./rejections.ts";
import type { Context, World } from "./world.ts";

/** Passages of a run by its one query; of two, so many of its first and of what else it looks for. */
const passagesMax = { alone: 8, first: 4, also: 3 };

/** The world as it is: the client's data, models that cost, tools that reach out. */
export function liveWorld(run: ClaimedRun, totals: Readonly<Totals>, signal: AbortSignal): World {
  const begunMs = Date.now();
  return {
    context: () => contextOf(run),
    passages: (query, also) => passagesOf(run, query, also),
    ask: (question) => callModel({ run, totals, begunMs, signal, ...question }),
    use: (call, scene) => payFor(run, call.name, () => use(call, scene)),
  };
}

async function passagesOf(run: ClaimedRun, query: string, also?: string): ReturnType<World["passages"]> {
  const find = (text: string, topK: number) => Dataset.retrieve({ query: text, topK, source: "agent", runId: run.id });
  if (also === undefined) return find(query, passagesMax.alone);
  const first = await find(query, passagesMax.first);
  const others = await find(also, passagesMax.also);
  const known = new Set(first.hits.filter(({ used }) => used).map(({ chunkId }) => chunkId));
  return {
    hits: [...first.hits, ...others.hits.filter(({ chunkId }) => !known.has(chunkId))],
    degraded: first.degraded || others.degraded,
  };
}

/** Calls of skills in a run whose agent has no other tool. */
const skillTurns = 5;

async function contextOf(run: ClaimedRun): Promise<Context> {
  const descriptor = agents[run.agent];
  const { agent, granted, skills } = await transaction(async (tx) => {
    const effective = await Agent.effective(tx, run.agent, await rejectionsOf(tx, run));
    const own = await Tool.grantedTo(tx, effective);
    // A skill that names the agent brings the tool that loads it.
    const skills = await Skill.manifestOf(tx, run.agent, effective.skills, { named: !own.has("load_skill") });
    const isNew = skills.length > 0 && !own.has("load_skill") && !effective.toolsDenied.includes("load_skill");
    const tools = isNew ? await Tool.grantedTo(tx, { ...effective, tools: [...effective.tools, "load_skill"] }) : own;
    return {
      agent: isNew ? { ...effective, maxTurns: Math.max(effective.maxTurns, skillTurns) } : effective,
      granted: [...tools],
      skills: tools.has("load_skill") ? skills : [],
    };
  });
  const base = await envelopeOf(run);
  return {
    agent,
    granted,
    input: descriptor.input.parse(await descriptor.load(run)),
    base:
      skills.length === 0 ? base : { ...base, skills: skills.map(({ name, description }) => ({ name, description })) },
    skills: skills.map(({ name, body }) => [name, body]),
    earlier: (await descriptor.earlier?.(run)) ?? [],
  };
}
