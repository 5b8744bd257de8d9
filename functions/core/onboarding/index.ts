import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import * as Setup from "#core/setup/index.ts";
import { person, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import {
  type DataStep,
  type Launch,
  OnboardingStepName,
  onboardingMachine,
  onboardingStepMachine,
  type StepState,
  type StepVerb,
  stepInputs,
  type Wizard,
} from "#schema/onboarding.ts";
import { apply } from "./apply.ts";

type Step = OnboardingStepName;

/** The wizard of the tenant at work; it begins by being looked at. */
export async function get(): Promise<Wizard> {
  require("context_file.read", "see the wizard");
  return transaction(async (tx) => {
    const run = await begun(tx);
    if (!run) return { status: null, steps: [] };
    const rows = await tx
      .selectFrom("onboardingSteps")
      .select(["step", "status", "data", "doneAt"])
      .where("tenantId", "=", tenant())
      .where("onboardingRunId", "=", run.id)
      .execute();
    const steps = OnboardingStepName.options.map((step) => {
      const row = rows.find((one) => one.step === step);
      const data = (row?.data ?? {}) as Record<string, unknown>;
      return { step, status: (row?.status ?? "pending") as StepState, data, doneAt: iso(row?.doneAt ?? null) };
    });
    return { status: run.status, steps };
  });
}

/** Keeps what a step was filled in with and puts it where it is used. @throws validation_failed naming each field */
export async function save(step: DataStep, given: unknown): Promise<Wizard> {
  require("brand.edit", "fill in the wizard");
  const data = stepInputs[step].parse(given);
  await transaction(async (tx) => {
    const run = await demandOpen(tx);
    await apply(tx, step, data);
    await move(tx, run.id, step, "complete", {
      data: JSON.stringify(data),
      ...doneNow(),
    });
    await Effect.audit("onboarding.step_completed", subject(run.id, step));
  });
  return get();
}

/** Leaves a step out; it can be opened again. */
export async function skip(step: Step): Promise<Wizard> {
  return turn(step, "skip", "onboarding.step_skipped");
}

/** Opens a step again that was filled in or left out. */
export async function reopen(step: Step): Promise<Wizard> {
  return turn(step, "reopen", "onboarding.step_reopened");
}

/**
 * Ends the wizard and begins the setup chain: research, context file, strategy, plan.
 * @throws chain_running while one is under way, email_unverified before the owner has confirmed the address
 */
export async function launch(input: Launch): Promise<void> {
  require("context_file.edit", "begin the setup");
  await transaction(async (tx) => {
    await demandVerified(tx);
    const run = await demandOpen(tx);
    for (const { name, domain } of input.competitors) await watch(tx, name, domain);
    const data = JSON.stringify({ research: input.research });
    await move(tx, run.id, "launch", "complete", { data, ...doneNow() });
    await start(tx, run.id);
    await tx
      .updateTable("tenants")
      .set({ onboardingCompletedAt: new Date() })
      .where("id", "=", tenant())
      .where("onboardingCompletedAt", "is", null)
      .execute();
  });
}

/** Researches and writes anew, with what a person asked for. @throws chain_running while one is under way */
export async function refresh(notes?: string): Promise<void> {
  require("context_file.edit", "have the context file written anew");
  await transaction(async (tx) => {
    if (await Setup.open(tx)) throw running();
    const id = newId("onboardingRun");
    await tx.insertInto("onboardingRuns").values({ tenantId: tenant(), id, status: "open" }).execute();
    await steps(tx, id, ["launch"]);
    const data = JSON.stringify({ research: { client: true, competitor: true }, ...(notes ? { notes } : {}) });
    await move(tx, id, "launch", "complete", { data, ...doneNow() });
    await start(tx, id);
  });
}

async function start(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("onboardingRuns")
    .set({
      status: after(onboardingMachine, "open", "launch", "The setup"),
      // The clock of the database: what the launch begins in this transaction must not lie before it.
      launchedAt: sql<Date>`now()`,
      launchedBy: person().userId,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit("onboarding.launched", { type: "onboarding_run", id, label: "Setup" });
  await Setup.advance(tx);
}

async function begun(tx: Tx): Promise<{ id: string; status: "open" | "launched" } | undefined> {
  const known = await Setup.open(tx);
  if (known) return { id: known.id, status: known.status === "launched" ? "launched" : "open" };
  const owner = await tx
    .selectFrom("tenants")
    .select("onboardingCompletedAt")
    .where("id", "=", tenant())
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (owner.onboardingCompletedAt || (await Setup.open(tx))) return undefined;
  const id = newId("onboardingRun");
  await tx.insertInto("onboardingRuns").values({ tenantId: tenant(), id, status: "open" }).execute();
  await steps(tx, id, OnboardingStepName.options);
  await Effect.audit("onboarding.started", { type: "onboarding_run", id, label: "Setup" });
  return { id, status: "open" };
}

async function steps(tx: Tx, onboardingRunId: string, names: readonly Step[]): Promise<void> {
  await tx
    .insertInto("onboardingSteps")
    .values(
      names.map((step) => ({
        tenantId: tenant(),
        id: newId("onboardingStep"),
        onboardingRunId,
        step,
        status: "pending",
      })),
    )
    .execute();
}

async function demandOpen(tx: Tx): Promise<{ id: string }> {
  const run = await begun(tx);
  if (run?.status === "open") return run;
  if (run) throw running();
  throw new AppError("request.illegal_transition", "The setup was done before. Refresh the context file instead.");
}

async function demandVerified(tx: Tx): Promise<void> {
  const owner = await tx
    .selectFrom("tenants as t")
    .innerJoin("users as u", "u.id", "t.ownerUserId")
    .select("u.emailVerified")
    .where("t.id", "=", tenant())
    .executeTakeFirst();
  if (owner && !owner.emailVerified)
    throw new AppError(
      "auth.email_unverified",
      "Confirm the owner's e-mail address first; the link was mailed at sign-up.",
    );
}

async function watch(tx: Tx, name: string, domain: string): Promise<void> {
  const id = newId("competitor");
  const made = await tx
    .insertInto("competitors")
    .values({ tenantId: tenant(), id, name, domain, source: "manual" })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made)
    await Effect.audit("competitor.added", { type: "competitor", id, label: name }, { after: { name, domain } });
}

async function turn(
  step: Step,
  verb: "skip" | "reopen",
  action: "onboarding.step_skipped" | "onboarding.step_reopened",
): Promise<Wizard> {
  require("brand.edit", "fill in the wizard");
  await transaction(async (tx) => {
    const run = await demandOpen(tx);
    await move(tx, run.id, step, verb, verb === "skip" ? doneNow() : { doneAt: null, doneBy: null });
    await Effect.audit(action, subject(run.id, step));
  });
  return get();
}

async function move(tx: Tx, runId: string, step: Step, verb: StepVerb, set: Record<string, unknown>): Promise<void> {
  const row = await tx
    .selectFrom("onboardingSteps")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("onboardingRunId", "=", runId)
    .where("step", "=", step)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const status = after(onboardingStepMachine, row.status as StepState, verb, `The step ${step}`);
  await tx
    .updateTable("onboardingSteps")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("onboardingRunId", "=", runId)
    .where("step", "=", step)
    .execute();
}

function doneNow(): { doneAt: Date; doneBy: string } {
  return { doneAt: new Date(), doneBy: person().userId };
}

function running(): AppError {
  return new AppError("onboarding.chain_running", "The setup is under way. Wait until the context file is approved.");
}

function subject(runId: string, step: string) {
  return { type: "onboarding_run", id: runId, label: step.replaceAll("_", " ") };
}
