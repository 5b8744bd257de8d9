import canonicalize from "canonicalize";
import type { Hit } from "#core/dataset/retrieve.ts";
import type { Used } from "#core/tool/use.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { ModelCall, ModelUsage } from "#platform/model/types.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { isRunOver, type RunStatus } from "#schema/run.ts";
import { askedOf } from "./converse.ts";
import { readKept } from "./kept.ts";
import type { Product } from "./outcomes.ts";
import type { Context, World } from "./world.ts";

interface Answered {
  asked: string;
  text: string;
  calls: ModelCall[];
  usage: ModelUsage;
}

/** Everything a run got from outside itself, in order, and what came of it. */
export interface Recording {
  runId: string;
  context: Context;
  passages: { hits: Hit[]; degraded: boolean } | null;
  answers: Answered[];
  used: { call: ModelCall; used: Used }[];
  product: Product | null;
  failure: { code: string; message: string } | null;
}

/** A run that is done over asks for something that the recording does not have: it has gone another way. */
export class Diverged extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Diverged";
  }
}

/** What a run kept. @throws request.not_found; request.illegal_transition while it is at work, or when it kept nothing */
export async function recordingOf(runId: string): Promise<Recording> {
  const run = await transaction((tx) =>
    tx
      .selectFrom("agentRuns")
      .select(["status", "errorCode", "errorMessage"])
      .where("tenantId", "=", tenant())
      .where("id", "=", runId)
      .executeTakeFirst(),
  );
  if (!run) throw notFound("Run", runId);
  if (!isRunOver(run.status as RunStatus))
    throw new AppError(
      "request.illegal_transition",
      `The run is ${run.status}; it can be done over when it has ended.`,
    );
  const failure = run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? "" };
  return { ...(await keptBy(runId)), failure };
}

/** What a run has kept so far. @throws request.illegal_transition when it kept nothing */
export async function keptBy(runId: string): Promise<Omit<Recording, "failure">> {
  const steps = await transaction((tx) =>
    tx
      .selectFrom("runSteps")
      .select(["kind", "name", "dataKey"])
      .where("tenantId", "=", tenant())
      .where("runId", "=", runId)
      .orderBy("seq")
      .execute(),
  );
  // A run that waited for its provider began anew: what counts is its last beginning.
  const kept = steps.slice(
    Math.max(
      0,
      steps.findLastIndex(({ name }) => name === "context"),
    ),
  );
  const data = new Map<string, unknown[]>();
  for (const { kind, name, dataKey } of kept) {
    if (!dataKey) continue;
    const place = kind === "model" || kind === "tool" ? kind : name;
    data.set(place, [...(data.get(place) ?? []), await readKept(dataKey)]);
  }
  const [context] = (data.get("context") ?? []) as Context[];
  if (!context)
    throw new AppError("request.illegal_transition", "This run kept nothing that it could be done over with.");
  const [checks] = (data.get("checks") ?? []) as { product: Product }[];
  return {
    runId,
    context,
    passages: ((data.get("retrieval") ?? [null]) as [Recording["passages"]])[0],
    answers: (data.get("model") ?? []) as Answered[],
    used: (data.get("tool") ?? []) as Recording["used"],
    product: checks?.product ?? null,
  };
}

/** The world as a run found it: the same answers in the same order, and nothing beyond them. */
export function recordedWorld(recording: Recording): World {
  const answers = [...recording.answers];
  const used = [...recording.used];
  const ended = () => new Diverged("The recording has no further answer.");
  return {
    context: () => Promise.resolve(recording.context),
    passages: () => (recording.passages ? Promise.resolve(recording.passages) : Promise.reject(ended())),
    async ask(question) {
      const next = answers.shift();
      if (!next) throw ended();
      if (next.asked !== askedOf(question)) throw new Diverged("The model would be asked something else than it was.");
      return { text: next.text, calls: next.calls, usage: next.usage, costMicros: 0 };
    },
    async use(call, scene) {
      const next = used.shift();
      if (!next) throw ended();
      if (!isSameCall(next.call, call)) throw new Diverged(`Another call of a tool than ${next.call.name} was made.`);
      for (const address of next.used.addresses) scene.addresses.add(address);
      return next.used;
    },
  };
}

/** Whether two calls ask a tool for the same. */
export function isSameCall(a: Pick<ModelCall, "name" | "input">, b: Pick<ModelCall, "name" | "input">): boolean {
  return a.name === b.name && canonicalize(a.input) === canonicalize(b.input);
}
