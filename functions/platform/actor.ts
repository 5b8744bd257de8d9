import { AsyncLocalStorage } from "node:async_hooks";
import type { AgentName } from "#schema/agent.ts";
import type { ApiScope } from "#schema/api-key.ts";
import { scopeOf } from "#schema/api-key.ts";
import { AppError } from "#schema/errors.ts";
import type { Grant, Permission } from "#schema/permissions.ts";
import { grantOf, neverImpersonated } from "#schema/permissions.ts";
import type { Mark, Side, TenantRole } from "#schema/roles.ts";
import { markOf } from "#schema/roles.ts";
import type { Role } from "./role.ts";

/** One assignment of a person: which tenant, which side, which role. */
export interface Membership {
  tenantId: string;
  side: Side;
  role: TenantRole;
}

interface Person {
  userId: string;
  name: string;
  sessionId: string;
}

/** A key at work: of a customer's own system, or of an external agent, which has no scopes. */
interface Key {
  keyId: string;
  name: string;
  scopes: readonly ApiScope[];
  ratePerMinute: number;
  /** Nothing a test key does is kept. */
  test: boolean;
  /** The external agent a key belongs to. */
  agent?: AgentName;
}

/** A signed link at work: what it is about, and whether its contact has proven to be at the screen. */
interface Link {
  linkId: string;
  name: string;
  approvalIds: readonly string[];
  canDecide: boolean;
  verified: boolean;
}

/** A super admin at work as somebody else: audited as both, bounded in time, never deciding. */
export interface Impersonation {
  id: string;
  staffUserId: string;
  staffName: string;
  readOnly: boolean;
  expiresAt: string;
}

/**
 * Who acts. A closed union, ambient, provided at the four doors only.
 * - person: somebody who is signed in and at work in no workspace: their own account is all they reach;
 * - user: member of one tenant; reviewer: DM team, `tenants` are the assignments, `active` the one worked in now;
 * - admin: super admin in Manage, `tenantId` the tenant a verb concerns, null for the platform; `role` the database role of what they
 *   do, which their own surface gives;
 * - key: an API key of a tenant, or the key of an external agent, which has no scopes; link: a signed client link, for the
 *   approvals behind it;
 * - agent: one run; system: a job or clock, for one tenant or (null) for the platform.
 */
export type Actor =
  | { kind: "public" }
  | ({ kind: "person" } & Person)
  | ({ kind: "user"; tenantId: string; role: TenantRole; impersonation?: Impersonation } & Person)
  | ({ kind: "reviewer"; tenants: Membership[]; active: string | null } & Person)
  | ({ kind: "admin"; tenantId: string | null; role?: Role } & Person)
  | ({ kind: "key"; tenantId: string } & Key)
  | ({ kind: "link"; tenantId: string } & Link)
  | { kind: "agent"; tenantId: string; runId: string; agent: string }
  | { kind: "system"; tenantId: string | null; name: string };

/** What of the request or job the audit log and the logs keep. */
export interface Origin {
  /** Through which door it came: the name of a surface, a queue or a schedule. */
  door: string;
  requestId: string;
  ip?: string;
  /** Two letters, as the network's edge tells it. */
  country?: string;
  userAgent?: string;
  jobId?: string;
}

interface Scope {
  actor: Actor;
  origin: Origin;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs `work` as the actor. Only doors call this. */
export function provide<T>(actor: Actor, origin: Origin, work: () => T): T {
  return scopes.run({ actor, origin }, work);
}

/** The present actor; `public` outside every door. */
export function current(): Actor {
  return scopes.getStore()?.actor ?? { kind: "public" };
}

/** Where the present work came from. */
export function origin(): Origin {
  return scopes.getStore()?.origin ?? { door: "none", requestId: "none" };
}

/** The one tenant of the present work, or an error: `tenant.tenant_required` for a reviewer who chose none, else `auth.unauthenticated`. */
export function tenant(): string {
  const actor = current();
  switch (actor.kind) {
    case "user":
    case "key":
    case "link":
    case "agent":
      return actor.tenantId;
    case "admin":
      if (actor.tenantId) return actor.tenantId;
      throw new AppError("tenant.tenant_required", "This concerns the platform, not one tenant.");
    case "reviewer":
      if (actor.active) return actor.active;
      throw new AppError("tenant.tenant_required", "Choose a client first: send its id in the header X-Tenant-Id.");
    case "person":
      throw new AppError("tenant.tenant_required", "Choose a workspace first: POST /auth/v1/tenants/select.");
    case "system":
      if (actor.tenantId) return actor.tenantId;
      throw new AppError("tenant.tenant_required", `The job ${actor.name} has no tenant.`);
    case "public":
      throw new AppError("auth.unauthenticated", "Sign in first.");
  }
}

/** The tenants whose rows this actor may see at all. Becomes the transaction's row-level security setting. */
export function tenants(): string[] {
  const actor = current();
  switch (actor.kind) {
    case "user":
    case "key":
    case "link":
    case "agent":
      return [actor.tenantId];
    case "reviewer":
      return actor.active ? [actor.active] : actor.tenants.map((membership) => membership.tenantId);
    case "admin":
    case "system":
      return actor.tenantId ? [actor.tenantId] : [];
    case "person":
    case "public":
      return [];
  }
}

/** Text form for columns and messages: `kind:id`. */
export function reference(actor: Actor = current()): string {
  switch (actor.kind) {
    case "person":
      return `user:${actor.userId}`;
    case "user":
    case "reviewer":
    case "admin":
      return `${actor.kind}:${actor.userId}`;
    case "key":
      return `user:${actor.keyId}`;
    case "link":
      return `user:${actor.linkId}`;
    case "agent":
      return `agent:${actor.runId}`;
    case "system":
      return `system:${actor.name}`;
    case "public":
      return "public:-";
  }
}

/** The person who acts, or `auth.unauthenticated`. */
export function person(): Person {
  const actor = current();
  if (actor.kind === "user" || actor.kind === "reviewer" || actor.kind === "admin" || actor.kind === "person")
    return actor;
  throw new AppError("auth.unauthenticated", "Sign in first.");
}

/** Who speaks: a person, or a key or signed link by the name it was given. Else `auth.unauthenticated`. */
export function speaker(): { id: string; name: string } {
  const actor = current();
  if (actor.kind === "key") return { id: actor.keyId, name: actor.name };
  if (actor.kind === "link") return { id: actor.linkId, name: actor.name };
  const { userId, name } = person();
  return { id: userId, name };
}

/** The mark of the permission matrix the actor has in a tenant, or null for machines and strangers. */
export function mark(tenantId: string = tenant()): Mark | null {
  const actor = current();
  if (actor.kind === "user") return actor.tenantId === tenantId ? markOf("client", actor.role) : null;
  if (actor.kind === "admin") return "SA";
  if (actor.kind !== "reviewer") return null;
  const membership = actor.tenants.find((row) => row.tenantId === tenantId);
  return membership ? markOf(membership.side, membership.role) : null;
}

/**
 * Refuses unless the permission matrix grants the verb to the actor in the tenant. Machines act under the rules of their job and
 * pass; a key needs the scope of the verb.
 * @throws `auth.forbidden`; `apikey.scope_denied`; `auth.impersonated` for what is never done in another's name
 */
export function require(permission: Permission, doing: string, tenantId?: string): void {
  const actor = current();
  if (actor.kind === "system" || actor.kind === "agent") return;
  if (actor.kind === "public") throw new AppError("auth.unauthenticated", "Sign in first.");
  const grant = grantFor(permission, tenantId ?? tenant());
  const missing = scopeOf[permission];
  if (grant === null && missing && actor.kind === "key" && (tenantId ?? actor.tenantId) === actor.tenantId)
    throw new AppError("apikey.scope_denied", `This key lacks the scope ${missing}. Make one that has it.`, {
      details: { scope: missing },
    });
  if (grant === null)
    throw new AppError("auth.forbidden", `Your role may not ${doing}. Ask an admin of this workspace.`);
  if (isWithheld(permission, grant))
    throw new AppError("auth.impersonated", `Nobody may ${doing} while acting as somebody else.`);
}

/** True when the actor's role has the verb in the tenant: for what a screen offers. */
export function may(permission: Permission, tenantId: string = tenant()): boolean {
  const grant = grantFor(permission, tenantId);
  return grant !== null && !isWithheld(permission, grant);
}

function grantFor(permission: Permission, tenantId: string): Grant | null {
  const actor = current();
  const isOwn = "tenantId" in actor && actor.tenantId === tenantId;
  if (actor.kind === "key") return isOwn && hasScope(actor, permission) ? grantOf(permission, "KEY") : null;
  if (actor.kind === "link") return isOwn ? grantOf(permission, "LINK") : null;
  const own = mark(tenantId);
  return own ? grantOf(permission, own) : null;
}

function hasScope({ scopes }: Key, permission: Permission): boolean {
  const scope = scopeOf[permission];
  return scope !== undefined && scopes.includes(scope);
}

function isWithheld(permission: Permission, grant: Grant): boolean {
  return isImpersonated() && (grant === "D" || neverImpersonated.includes(permission));
}

/** True while a super admin acts as the person. */
export function isImpersonated(): boolean {
  const actor = current();
  return actor.kind === "user" && actor.impersonation !== undefined;
}

/** True while a super admin acts as the person and may change nothing: the database refuses it too. */
export function mayOnlyLook(): boolean {
  const actor = current();
  return actor.kind === "user" && actor.impersonation?.readOnly === true;
}

/** True when the actor works for the agency (or is the machine itself): sees internal notes, prompts and cost. */
export function isAgency(): boolean {
  return ["reviewer", "admin", "agent", "system"].includes(current().kind);
}

/**
 * Runs `work` as the same actor, narrowed to one of the tenants it may see; any other tenant is not found. Super admins and
 * clocks of the platform may see each.
 */
export function within<T>(tenantId: string, work: () => T): T {
  const actor = current();
  const strange = new AppError("request.not_found", `Client ${tenantId} was not found.`);
  // Nothing else ever becomes the setting of a transaction.
  if (!/^\w+$/.test(tenantId)) throw strange;
  if (actor.kind === "admin") return provide({ ...actor, tenantId }, origin(), work);
  if (actor.kind === "system" && actor.tenantId === null) return provide({ ...actor, tenantId }, origin(), work);
  if (!tenants().includes(tenantId)) throw strange;
  return provide(actor.kind === "reviewer" ? { ...actor, active: tenantId } : actor, origin(), work);
}
