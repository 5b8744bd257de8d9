import ipaddr from "ipaddr.js";
import type { Actor } from "#platform/actor.ts";
import { current, origin, provide } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApiScope } from "#schema/api-key.ts";
import { AppError } from "#schema/errors.ts";
import { plans } from "#schema/plans.ts";
import { isClosed, type Plan } from "#schema/tenant.ts";

type Key = Extract<Actor, { kind: "key" }>;

const form = /^lm_(?:live|test)_(ten_[0-9A-HJKMNP-TV-Z]{26})_[A-Za-z0-9]{32}$/;
const touchMs = 60_000;
const touched = new Map<string, number>();

/**
 * The actor behind a key, as the key, its tenant and its plan are at this moment.
 * @throws auth.unauthenticated for a key that is unknown, revoked or over; apikey.ip_not_allowed; tenant.tenant_suspended; plan.plan_limit
 */
export async function admit(key: string, address: string | undefined): Promise<Key> {
  const tenantId = form.exec(key)?.[1];
  const row = tenantId ? await find(tenantId, sha256(key)) : undefined;
  if (!tenantId || !row || row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= Date.now()))
    throw new AppError("auth.unauthenticated", "This API key is not valid any more, or never was.");
  if (row.allowedIps.length > 0 && !isAllowed(row.allowedIps, address))
    throw new AppError("apikey.ip_not_allowed", `This key may not be used from ${address ?? "an unknown address"}.`);
  if (isClosed(row.status))
    throw new AppError("tenant.tenant_suspended", "This workspace is suspended. Ask your agency.");
  const fastest = plans[row.plan as Plan].apiRequestsPerMinute;
  if (fastest === 0)
    throw new AppError("plan.plan_limit", `The plan ${row.plan} has no API keys. Choose a higher plan.`);
  return {
    kind: "key",
    tenantId,
    keyId: row.id,
    name: row.name,
    scopes: row.scopes as ApiScope[],
    ratePerMinute: Math.min(row.ratePerMinute, fastest),
    test: row.prefix === "lm_test",
  };
}

/** Notes that the key at work was used, at most once a minute. Nobody waits for it, and its failure is nobody's. */
export function touch(): void {
  const { keyId, tenantId } = self();
  const now = Date.now();
  if (now - (touched.get(keyId) ?? 0) < touchMs) return;
  if (touched.size > 10_000) touched.clear();
  touched.set(keyId, now);
  void note(tenantId, keyId, new Date(now)).catch((error: unknown) =>
    log.warn({ keyId, error: error instanceof Error ? error.message : String(error) }, "use of a key was not noted"),
  );
}

/** The key at work, or `auth.unauthenticated`. */
export function self(): Key {
  const actor = current();
  if (actor.kind === "key") return actor;
  throw new AppError("auth.unauthenticated", "Send an API key: Authorization: Bearer lm_live_….");
}

function find(tenantId: string, keyHash: string) {
  return asMachine(tenantId, () =>
    transaction((tx) =>
      tx
        .selectFrom("apiKeys as k")
        .innerJoin("tenants as t", "t.id", "k.tenantId")
        .select(["k.id", "k.name", "k.prefix", "k.scopes", "k.allowedIps", "k.ratePerMinute"])
        .select(["k.expiresAt", "k.revokedAt", "t.status", "t.plan"])
        .where("k.tenantId", "=", tenantId)
        .where("k.keyHash", "=", keyHash)
        .executeTakeFirst(),
    ),
  );
}

async function note(tenantId: string, keyId: string, at: Date): Promise<void> {
  await asMachine(tenantId, () =>
    transaction((tx) =>
      tx
        .updateTable("apiKeys")
        .set({ lastUsedAt: at })
        .where("tenantId", "=", tenantId)
        .where("id", "=", keyId)
        .where((eb) => eb.or([eb("lastUsedAt", "is", null), eb("lastUsedAt", "<", new Date(at.getTime() - touchMs))]))
        .execute(),
    ),
  );
}

// Nobody is known yet while a key is looked up; the clear part of the key names the only tenant it can belong to.
function asMachine<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
  return provide({ kind: "system", tenantId, name: "api-key" }, origin(), work);
}

function isAllowed(ranges: readonly string[], address: string | undefined): boolean {
  if (!address || !ipaddr.isValid(address)) return false;
  const given = ipaddr.process(address);
  return ranges.some((range) => {
    const [base, bits] = range.includes("/") ? ipaddr.parseCIDR(range) : ([ipaddr.process(range), undefined] as const);
    if (base.kind() !== given.kind()) return false;
    return given.match(base, bits ?? (given.kind() === "ipv4" ? 32 : 128));
  });
}
