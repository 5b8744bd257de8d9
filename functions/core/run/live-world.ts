import { agents } from "#agents/index.ts";
import * as Agent from "#core/agent/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import * as Skill from "#core/skill/manifest.ts";
import * as Tool from "#core/tool/index.ts";
import { use } from "#core/tool/use.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { callModel } from "./call.ts";
import type { ClaimedRun } from "./claim.ts";
import { envelopeOf } from "./envelope.ts";
import { payFor } from "./paid-tool.ts";
import type { Totals } from "./produce.ts";
import type { Context, World } from "./world.ts";

const passagesMax = 12;

/** The world as it is: the client's data, models that cost, tools that reach out. */
export function liveWorld(run: ClaimedRun, totals: Readonly<Totals>, signal: AbortSignal): World {
  const begunMs = Date.now();
  return {
    context: () => contextOf(run),
    passages: (query) => Dataset.retrieve({ query, topK: passagesMax, source: "agent", runId: run.id }),
    ask: (question) => callModel({ run, totals, begunMs, signal, ...question }),
    use: (call, scene) => payFor(run, call.name, () => use(call, scene)),
  };
}

async function contextOf(run: ClaimedRun): Promise<Context> {
  const descriptor = agents[run.agent];
  const rejections = await rejectionsOf(run);
  const { agent, granted, skills } = await transaction(async (tx) => {
    const effective = await Agent.effective(tx, run.agent, rejections);
    const tools = await Tool.grantedTo(tx, effective);
    return {
      agent: effective,
      granted: [...tools],
      skills: tools.has("load_skill") ? await Skill.manifestOf(tx, run.agent, effective.skills) : [],
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

async function rejectionsOf(run: ClaimedRun): Promise<number> {
  const { activityId } = run;
  if (!activityId) return 0;
  const row = await transaction((tx) =>
    tx
      .selectFrom("activities")
      .select("rejections")
      .where("tenantId", "=", tenant())
      .where("id", "=", activityId)
      .executeTakeFirst(),
  );
  return row?.rejections ?? 0;
}
