import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import * as Credit from "#core/credit/index.ts";
import type { Actor } from "#platform/actor.ts";
import { provide } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { asPlatform } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { seal } from "#platform/secrets.ts";
import { signAccess } from "#platform/token.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Mark, SessionApp, Side, TenantRole, UserRole } from "#schema/roles.ts";
import { termsVersion } from "#schema/signup.ts";
import type { Plan } from "#schema/tenant.ts";
import { defaultEmbeddingModel } from "#schema/vectors.ts";

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
const roles = {
  TA: ["client", "admin"],
  CA: ["client", "reviewer"],
  TM: ["client", "member"],
  DL: ["agency", "admin"],
  DM: ["agency", "reviewer"],
  secondReviewer: ["agency", "reviewer"],
} as const satisfies Record<string, [Side, TenantRole]>;

const origin = { door: "test", requestId: "req_test" };

/** Where the clocks of test tenants stand. */
export const clientZone = "America/Los_Angeles";

/** Inserts a tenant that shares nothing with any other. */
export async function freshTenant(options: TenantOptions = {}): Promise<TestTenant> {
  const id = newId("tenant");
  const slug = `t-${randomBytes(5).toString("hex")}`;
  const name = `Tenant ${slug}`;
  const plan = options.plan ?? "agency";
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
    return { channelId, datasetId };
  });
  await provide({ kind: "system", tenantId: id, name: "test" }, origin, () => {
    return Credit.open(options.credits ?? plans[plan].credits, new Date());
  });
  const people: [string, TestPerson][] = [];
  for (const [key, [side, role]] of Object.entries(roles)) people.push([key, await enlist(id, side, role, key)]);
  people.push(["SA", await superAdmin()]);
  await signContract(id, people[0]?.[1].userId ?? "");
  return { id, slug, name, ...made, people: Object.fromEntries(people) as TestTenant["people"] };
}

/** Runs work as a person, an agent or the machine, the way a door does. */
export function as<T>(actor: Actor | TestPerson, work: () => T): T {
  return provide("actor" in actor ? actor.actor : actor, origin, work);
}

/** A super admin with a second factor, signed in to Manage a moment ago. */
export async function superAdmin(): Promise<TestPerson> {
  const [userId, sessionId] = [newId("user"), newId("session")];
  const email = `sa-${userId}@people.test`.toLowerCase();
  const who = { userId, name: "SA Person", sessionId };
  await asPlatform(async (tx) => {
    const user = { id: userId, email, emailVerified: true, firstName: "SA", lastName: "Person" };
    await tx
      .insertInto("users")
      .values({ ...user, role: "super_admin", appAccess: ["manage", "dm-portal"], totpEnabled: true })
      .execute();
    await openSession(tx, { id: sessionId, userId, app: "manage", provedAt: new Date() });
  });
  const token = await signAccess({ sub: userId, sid: sessionId, app: "manage", role: "super_admin" });
  const actor: Actor = { kind: "admin", tenantId: null, role: platformRole, ...who };
  return { userId, name: who.name, email, actor, headers: { authorization: `Bearer ${token}` } };
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

interface NewSession {
  id: string;
  userId: string;
  app: SessionApp;
  tenantId?: string;
  provedAt?: Date;
}

async function openSession(tx: Tx, session: NewSession): Promise<void> {
  await tx
    .insertInto("authSessions")
    .values({ token: randomBytes(24).toString("hex"), expiresAt: inAnHour(), ...session })
    .execute();
}

async function signContract(tenantId: string, acceptedBy: string): Promise<void> {
  const contract = { version: termsVersion, title: "Terms of service", effectiveFrom: "2026-01-01" };
  const signed = { typedName: "TA Person", acceptedBy, acceptedAt: new Date() };
  const id = newId("contract");
  const pdf = { pdfKey: `contracts/${tenantId}/${id}.pdf`, pdfSha256: "0".repeat(64) };
  await asPlatform((tx) =>
    tx
      .insertInto("contracts")
      .values({ tenantId, id, ...contract, ...pdf, ...signed })
      .execute(),
  );
}

/** The machine at work for a tenant. */
export function machine(tenantId: string): Actor {
  return { kind: "system", tenantId, name: "test" };
}

async function enlist(tenantId: string, side: Side, role: TenantRole, key: string): Promise<TestPerson> {
  const userId = newId("user");
  const sessionId = newId("session");
  const app = side === "client" ? "dashboard" : "dm-portal";
  const email = `${key}-${userId}@people.test`.toLowerCase();
  const name = `${key} Person`;
  await asPlatform(async (tx) => {
    const user = { email, emailVerified: true, firstName: key, lastName: "Person", appAccess: [app] };
    await tx
      .insertInto("users")
      .values({ id: userId, role: side === "agency" ? "reviewer" : "member", ...user })
      .execute();
    await tx
      .insertInto("tenantMembers")
      .values({ tenantId, id: newId("member"), userId, side, role })
      .execute();
    const session = { id: sessionId, userId, token: randomBytes(24).toString("hex"), app, expiresAt: inAnHour() };
    await tx
      .insertInto("authSessions")
      .values({ ...session, tenantId: side === "client" ? tenantId : null })
      .execute();
  });
  const token = await signAccess({ sub: userId, sid: sessionId, app, ...(side === "client" ? { tid: tenantId } : {}) });
  const headers = { authorization: `Bearer ${token}`, ...(side === "agency" ? { "x-tenant-id": tenantId } : {}) };
  const who = { userId, name, sessionId };
  const actor: Actor =
    side === "client"
      ? { kind: "user", tenantId, role, ...who }
      : { kind: "reviewer", tenants: [{ tenantId, side, role }], active: tenantId, ...who };
  return { userId, name, email, actor, headers };
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

function inAnHour() {
  return sql<Date>`now() + interval '1 hour'`;
}
