import { current, origin, provide } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { separately, transaction } from "#platform/db.ts";
import type { Caller } from "#platform/login/jar.ts";
import type { TenantRole } from "#schema/roles.ts";

/** Where the present request comes from, as the sign-in library notes it. */
export function caller(): Caller {
  const { ip, userAgent } = origin();
  return { ip: ip ?? "unknown", userAgent: userAgent ?? "unknown" };
}

/** What a mail says about where something was done. */
export function sceneWords(): Record<string, string> {
  const { ip, country, userAgent } = origin();
  return {
    at: `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    device: deviceOf(userAgent ?? ""),
    ...(ip ? { ip } : {}),
    ...(country ? { country } : {}),
  };
}

/** A browser or app in words people know, from its user agent. */
export function deviceOf(userAgent: string): string {
  const pick = (names: readonly (readonly [RegExp, string])[]) => names.find(([form]) => form.test(userAgent))?.[1];
  const program = pick([
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
    [/Expo|okhttp|CFNetwork/, "the Leadmetrics app"],
  ]);
  const system = pick([
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/Linux|X11/, "Linux"],
  ]);
  return `${program ?? "an unknown program"}${system ? ` on ${system}` : ""}`;
}

/** Somebody as the actor of what concerns their account. */
export interface Self {
  userId: string;
  name: string;
  sessionId: string;
  /** The workspace whose audit chain it belongs to; without one it goes to the platform's. */
  at?: { tenantId: string; role: TenantRole } | undefined;
}

/** A transaction of the sign-in role in which somebody acts on their own account, before a session of theirs is known to a door. */
export function asSelf<T>({ at, ...who }: Self, work: (tx: Tx) => Promise<T>): Promise<T> {
  return provide(at ? { kind: "user", ...who, ...at } : { kind: "person", ...who }, origin(), () =>
    transaction(work, authRole),
  );
}

/**
 * A transaction of the sign-in role for what anybody may do without proving who they are. Whoever is signed in beside it, in
 * the same browser, has no part in it.
 */
export function asNobody<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return provide({ kind: "public" }, origin(), () => separately(work, authRole));
}

/**
 * A transaction of the sign-in role for what the present person does to their own account. Reviewers and super admins work
 * in many workspaces: what they do to their account belongs to none of them.
 */
export function ownAccount<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const actor = current();
  if (actor.kind !== "reviewer" && actor.kind !== "admin") return transaction(work, authRole);
  const { userId, name, sessionId } = actor;
  return provide({ kind: "person", userId, name, sessionId }, origin(), () => transaction(work, authRole));
}
