import * as Effect from "#core/effect/index.ts";
import * as Limit from "#core/limit/index.ts";
import * as Password from "#core/password/index.ts";
import * as Plan from "#core/plan/index.ts";
import * as Tax from "#core/tax/index.ts";
import * as User from "#core/user/index.ts";
import { origin } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { PlanOffers, Signup, SignupCompany, SignupLocation, SignupStart, SignupStarted } from "#schema/signup.ts";
import { chase, stopChasing } from "./chase.ts";
import { expiry, hashOf, later, open, type Row, resumeToken, shape, subject } from "./row.ts";

/**
 * Step 1: who wants in. The password is judged, not kept. Whoever shows the token of their open sign-up changes it; without
 * it an open one of the same address ends and another begins.
 */
export async function start(input: SignupStart, token: string | undefined): Promise<SignupStarted> {
  const { password, timezone, ...person } = input;
  await Limit.spend({ "signup.address": origin().ip ?? "unknown", "signup.email": input.email });
  await Password.require(password, [input.email, input.firstName, input.lastName]);
  return transaction(async (tx) => {
    if (await User.findByEmail(tx, input.email)) throw User.taken(input.email);
    const known = (await tx
      .selectFrom("signupSessions")
      .selectAll()
      .where("email", "=", input.email)
      .where("state", "not in", ["complete", "expired"])
      .forUpdate()
      .executeTakeFirst()) as Row | undefined;
    if (known && token && hashOf(token) === known.resumeTokenHash) {
      await change(tx, known, { ...person, tax: taxFor(input, known) });
      return { id: known.id, resumeToken: token, state: known.state };
    }
    if (known) await abandon(tx, known);
    const id = newId("signupSession");
    const resume = resumeToken(id);
    await tx
      .insertInto("signupSessions")
      .values({
        id,
        state: "step_1",
        ...person,
        tax: JSON.stringify(timezone ? { timezone } : {}),
        resumeTokenHash: hashOf(resume),
        expiresAt: expiry(),
      })
      .execute();
    await Effect.audit("signup.started", subject({ id, ...person }), { after: { country: input.country } });
    await chase(tx, id, "step_1");
    return { id, resumeToken: resume, state: "step_1" };
  }, authRole);
}

/** The sign-up as its owner left it. */
export async function get(id: string, token: string): Promise<Signup> {
  return transaction(async (tx) => shape(await open(tx, id, token)), authRole);
}

/** Step 2: which company. */
export async function company(id: string, token: string, input: SignupCompany): Promise<Signup> {
  return step(id, token, "step_2", () => ({
    company: input.name,
    websiteUrl: input.website ?? null,
    industry: input.industry,
  }));
}

/** Step 3, in India only: where in the country, and the tax numbers. @throws tax_id_invalid, naming each field */
export async function location(id: string, token: string, input: SignupLocation): Promise<Signup> {
  return step(id, token, "step_3", (row) => {
    if (row.country !== "IN") throw early("Only companies in India give a state and tax numbers. Go on with the plan.");
    if (!row.company) throw early("Name the company first.");
    Tax.demand(row.country, input);
    return { tax: { ...row.tax, ...input } };
  });
}

/** Plans and prices of the sign-up's region; asking for them opens step 4. */
export async function plans(id: string, token: string): Promise<PlanOffers> {
  const { country } = await step(id, token, "step_4", (row) => {
    demandSteps(row);
    return {};
  });
  return Plan.offers(country);
}

/** Refuses the plan step before its predecessors. */
export function demandSteps(row: Row): void {
  if (!row.company) throw early("Name the company first.");
  if (row.country === "IN" && !row.tax.state) throw early("Say where in India the company is first.");
}

async function step(
  id: string,
  token: string,
  state: "step_2" | "step_3" | "step_4",
  work: (row: Row) => Partial<Row>,
): Promise<Signup> {
  return transaction(async (tx) => {
    const row = await open(tx, id, token);
    if (row.tenantId) throw new AppError("signup.step_order", "The workspace is there already. Sign in.");
    const changed = { ...work(row), state: later(row.state, state) };
    await change(tx, row, changed);
    await chase(tx, id, state);
    return shape({ ...row, ...changed, expiresAt: expiry() });
  }, authRole);
}

async function change(tx: Tx, row: Row, { tax, billingAddress: _, ...set }: Partial<Row>): Promise<void> {
  await tx
    .updateTable("signupSessions")
    .set({ ...set, ...(tax ? { tax: JSON.stringify(tax) } : {}), expiresAt: expiry() })
    .where("id", "=", row.id)
    .execute();
}

async function abandon(tx: Tx, row: Row): Promise<void> {
  if (row.tenantId) throw User.taken(row.email);
  await tx.updateTable("signupSessions").set({ state: "expired" }).where("id", "=", row.id).execute();
  await stopChasing(tx, row.id);
  await Effect.audit("signup.expired", subject(row), { after: { reason: "started_again" } });
}

// Tax numbers belong to a country.
function taxFor({ country, timezone }: SignupStart, { country: before, tax }: Row): Row["tax"] {
  const zone = timezone ?? tax.timezone;
  return { ...(country === before ? tax : {}), ...(zone ? { timezone: zone } : {}) };
}

function early(message: string): AppError {
  return new AppError("signup.step_order", message);
}
