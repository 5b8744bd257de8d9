import { randomBytes } from "node:crypto";
import * as Credit from "#core/credit/index.ts";
import type { Actor } from "#platform/actor.ts";
import { provide } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { asPlatform } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { signAccess } from "#platform/token.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Mark, SessionApp, UserRole } from "#schema/roles.ts";
import { termsVersion } from "#schema/signup.ts";
import type { Plan } from "#schema/tenant.ts";
import { defaultEmbeddingModel } from "#schema/vectors.ts";
import { enlist, memberOf, newSuperAdmin, openSession, signedIn, staff, superSession, superUser } from "./people.ts";

/** A person of a test tenant with a live session. */
export interface TestPerson {
  userId: string;
  name: string;
  email: string;
  actor: Actor;
  /** Headers of a request of this person, at work in the tenant. */
  headers: Record<string, string>;
}

/** A tenant of its own for one test: people of every role, credits, a WordPress site, an empty dataset. */
export interface TestTenant {
  id: string;
  slug: string;
  name: string;
  channelId: string;
  datasetId: string;
  people: Record<Mark, TestPerson> & { secondReviewer: TestPerson };
}

export interface TenantOptions {
  plan?: Plan;
  /** Credits in hundredths; default what the plan gives. */
  credits?: number;
  channelMode?: "draft" | "publish";
  settings?: Partial<{
    approvalMode: string;
    blockUnsupportedClaims: boolean;
    publishingPaused: boolean;
    bannedWords: string[];
  }>;
}

const site = "harbor-pine";
const origin = { door: "test", requestId: "req_test" };

/** Where the clocks of test tenants stand. */
export const clientZone = "America/Los_Angeles";

/** Inserts a tenant that shares nothing with any other. */
export async function freshTenant(options: TenantOptions = {}): Promise<TestTenant> {
  const id = newId("tenant");
  const slug = `t-${randomBytes(5).toString("hex")}`;
  const name = `Tenant ${slug}`;
  const plan = options.plan ?? "agency";
  const members = staff();
  const admin = newSuperAdmin();
  const made = await asPlatform(async (tx) => {
    const region = await tx.selectFrom("regions").select("id").limit(1).executeTakeFirstOrThrow();
    const home = { country: "US", timezone: clientZone, locale: "en-US", currency: "USD" };
    await tx
      .insertInto("tenants")
      .values({ id, slug, name, status: "active", plan, regionId: region.id, contractAcceptedAt: new Date(), ...home })
      .execute();
    await tx
      .insertInto("tenantSettings")
      .values({ tenantId: id, id: newId("tenantSettings"), ...options.settings })
      .execute();
    const channelId = await connectWordpress(tx, id, options.channelMode ?? "publish");
    const datasetId = await openDataset(tx, id);
    await enlist(tx, id, members, admin);
    await signContract(tx, id, members[0]?.userId ?? "");
    return { channelId, datasetId };
  });
  await provide({ kind: "system", tenantId: id, name: "test" }, origin, () => {
    return Credit.open(options.credits ?? plans[plan].credits, new Date());
  });
  const people = Object.fromEntries([
    ...(await Promise.all(members.map(async (member) => [member.key, await memberOf(id, member)] as const))),
    ["SA", await signedIn(admin)],
  ]) as TestTenant["people"];
  return { id, slug, name, ...made, people };
}

/** Runs work as a person, an agent or the machine, the way a door does. */
export function as<T>(actor: Actor | TestPerson, work: () => T): T {
  return provide("actor" in actor ? actor.actor : actor, origin, work);
}

/** A super admin with a second factor, signed in to Manage a moment ago. */
export async function superAdmin(): Promise<TestPerson> {
  const admin = newSuperAdmin();
  await asPlatform(async (tx) => {
    await tx.insertInto("users").values(superUser(admin)).execute();
    await openSession(tx, superSession(admin));
  });
  return signedIn(admin);
}

/** One more session of somebody, in another portal or workspace; its headers. */
export async function sessionFor(
  userId: string,
  { app, role = "member", tenantId }: { app: SessionApp; role?: UserRole; tenantId?: string },
): Promise<{ sessionId: string; headers: Record<string, string> }> {
  const sessionId = newId("session");
  await asPlatform((tx) => openSession(tx, { id: sessionId, userId, app, ...(tenantId ? { tenantId } : {}) }));
  const token = await signAccess({ sub: userId, sid: sessionId, app, role, ...(tenantId ? { tid: tenantId } : {}) });
  return { sessionId, headers: { authorization: `Bearer ${token}` } };
}

async function signContract(tx: Tx, tenantId: string, acceptedBy: string): Promise<void> {
  const contract = { version: termsVersion, title: "Terms of service", effectiveFrom: "2026-01-01" };
  const signed = { typedName: "TA Person", acceptedBy, acceptedAt: new Date() };
  const id = newId("contract");
  const pdf = { pdfKey: `contracts/${tenantId}/${id}.pdf`, pdfSha256: "0".repeat(64) };
  await tx
    .insertInto("contracts")
    .values({ tenantId, id, ...contract, ...pdf, ...signed })
    .execute();
}

/** The machine at work for a tenant. */
export function machine(tenantId: string): Actor {
  return { kind: "system", tenantId, name: "test" };
}

async function connectWordpress(tx: Tx, tenantId: string, mode: "draft" | "publish"): Promise<string> {
  const channelId = newId("channel");
  const credentialId = newId("channelCredential");
  const url = `${process.env["SIMULATOR_URL"]}/wordpress/${site}`;
  const secret = { username: "leadmetrics", appPassword: process.env["SIMULATOR_WORDPRESS_PASSWORD"] };
  const channel = {
    type: "wordpress",
    name: "Test site",
    url,
    status: "connected",
    settings: JSON.stringify({ mode }),
  };
  await tx
    .insertInto("connectedChannels")
    .values({ tenantId, id: channelId, ...channel })
    .execute();
  const tokenInfoCipher = seal(JSON.stringify(secret), `${tenantId}${credentialId}`);
  await tx
    .insertInto("channelCredentials")
    .values({ tenantId, id: credentialId, channelId, tokenInfoCipher })
    .execute();
  return channelId;
}

async function openDataset(tx: Tx, tenantId: string): Promise<string> {
  const model = await tx
    .selectFrom("embeddingModels")
    .select("id")
    .where("name", "=", defaultEmbeddingModel)
    .executeTakeFirstOrThrow();
  const id = newId("dataset");
  const dataset = { name: "Client documents", kind: "client_documents", embeddingModelId: model.id, trust: "own" };
  await tx
    .insertInto("datasets")
    .values({ tenantId, id, ...dataset })
    .execute();
  return id;
}
