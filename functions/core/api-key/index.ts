import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Paging from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { randomText, sha256 } from "#platform/secrets.ts";
import type { ApiCaller, ApiKeyOnce, ApiKeyPrefix, ApiScope, ApiKey as Shown } from "#schema/api-key.ts";
import { ApiKeyCreate, apiKeySecretLength, apiKeysMax, rotationOverlapMs } from "#schema/api-key.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import { self } from "./admit.ts";

export { admit, self, touch } from "./admit.ts";

type Row = NonNullable<Awaited<ReturnType<typeof locked>>>;

/** The keys of the tenant, newest first; revoked ones stay listed. */
export async function list(): Promise<Shown[]> {
  require("api_key.read", "see API keys");
  const rows = await transaction((tx) =>
    tx.selectFrom("apiKeys").selectAll().where("tenantId", "=", tenant()).orderBy("id", "desc").limit(500).execute(),
  );
  return rows.map(shape);
}

/**
 * Makes a key. Its secret is in the answer and nowhere else: what is stored is its hash.
 * @throws plan.plan_limit when the plan has no keys, none so fast, or there are too many already
 */
export const create = fn(ApiKeyCreate, async (input): Promise<ApiKeyOnce> => {
  require("api_key.manage", "make API keys");
  if (input.expiresAt && new Date(input.expiresAt).getTime() <= Date.now())
    throw new AppError("request.validation_failed", "The key would have expired already. Choose a later time.", {
      fields: [{ path: "expiresAt", rule: "future", message: "must be in the future" }],
    });
  return transaction(async (tx) => {
    await guardPlan(tx, input.ratePerMinute);
    return insert(tx, {
      name: input.name,
      prefix: input.live ? "lm_live" : "lm_test",
      scopes: input.scopes,
      allowedIps: input.allowedIps,
      ratePerMinute: input.ratePerMinute,
      expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
      rotatedFrom: null,
    });
  });
});

/**
 * Makes the successor of a key, with the same rights; the old one goes on working for a day.
 * @throws request.illegal_transition when the key is over or has a successor already
 */
export async function rotate(id: string): Promise<ApiKeyOnce> {
  require("api_key.manage", "rotate API keys");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const now = Date.now();
    if (row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= now))
      throw new AppError("request.illegal_transition", "This key is over. Make a new one instead.");
    const successor = await tx
      .selectFrom("apiKeys")
      .select("name")
      .where("tenantId", "=", tenant())
      .where("rotatedFrom", "=", id)
      .executeTakeFirst();
    if (successor)
      throw new AppError(
        "request.illegal_transition",
        "This key was replaced already. Rotate the one that replaced it.",
      );
    const made = await insert(tx, {
      name: row.name,
      prefix: row.prefix as ApiKeyPrefix,
      scopes: row.scopes as ApiScope[],
      allowedIps: row.allowedIps,
      ratePerMinute: row.ratePerMinute,
      expiresAt: row.expiresAt,
      rotatedFrom: id,
    });
    const end = new Date(Math.min(now + rotationOverlapMs, row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY));
    await change(tx, id, { expiresAt: end });
    await Effect.audit("api_key.rotated", label(row), { after: { replacedBy: made.id, expiresAt: end.toISOString() } });
    return made;
  });
}

/** Ends a key at once; ending it again changes nothing. */
export async function revoke(id: string): Promise<void> {
  require("api_key.manage", "revoke API keys");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.revokedAt) return;
    await change(tx, id, { revokedAt: new Date() });
    await Effect.audit("api_key.revoked", label(row));
    await Effect.live("settings:updated", { keys: ["api-keys"] });
  });
}

/** The key at work and its workspace. */
export async function me(): Promise<ApiCaller> {
  const key = self();
  return transaction(async (tx) => {
    const [row, own] = await Promise.all([
      tx
        .selectFrom("tenants")
        .select(["id", "name", "slug", "plan", "timezone"])
        .where("id", "=", tenant())
        .executeTakeFirstOrThrow(),
      tx
        .selectFrom("apiKeys")
        .select("expiresAt")
        .where("tenantId", "=", tenant())
        .where("id", "=", key.keyId)
        .executeTakeFirstOrThrow(),
    ]);
    return {
      tenant: row,
      key: { id: key.keyId, name: key.name, test: key.test, expiresAt: Paging.iso(own.expiresAt) },
      scopes: [...key.scopes],
      limits: { requestsPerMinute: key.ratePerMinute },
    };
  });
}

async function guardPlan(tx: Tx, ratePerMinute: number): Promise<void> {
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const fastest = plans[plan as Plan].apiRequestsPerMinute;
  if (fastest === 0) throw new AppError("plan.plan_limit", `The plan ${plan} has no API keys. Choose a higher plan.`);
  if (ratePerMinute > fastest)
    throw new AppError("plan.plan_limit", `On the plan ${plan} a key makes at most ${fastest} requests a minute.`, {
      details: { ratePerMinuteMax: fastest },
    });
  const { count } = await tx
    .selectFrom("apiKeys")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("revokedAt", "is", null)
    .executeTakeFirstOrThrow();
  if (count >= apiKeysMax)
    throw new AppError("plan.plan_limit", `A workspace has at most ${apiKeysMax} keys. Revoke one that is not used.`);
}

async function insert(
  tx: Tx,
  values: {
    name: string;
    prefix: ApiKeyPrefix;
    scopes: ApiScope[];
    allowedIps: string[];
    ratePerMinute: number;
    expiresAt: Date | null;
    rotatedFrom: string | null;
  },
): Promise<ApiKeyOnce> {
  const key = `${values.prefix}_${tenant()}_${randomText(apiKeySecretLength)}`;
  const row = await tx
    .insertInto("apiKeys")
    .values({
      ...values,
      tenantId: tenant(),
      id: newId("apiKey"),
      keyHash: sha256(key),
      last4: key.slice(-4),
      createdBy: reference(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const { name, prefix, scopes, allowedIps, ratePerMinute, expiresAt, rotatedFrom } = row;
  await Effect.audit("api_key.created", label(row), {
    after: { name, prefix, scopes, allowedIps, ratePerMinute, expiresAt: Paging.iso(expiresAt), rotatedFrom },
  });
  await Effect.live("settings:updated", { keys: ["api-keys"] });
  return { ...shape(row), key };
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("apiKeys")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("API key", id);
  return row;
}

async function change(tx: Tx, id: string, values: { expiresAt: Date } | { revokedAt: Date }): Promise<void> {
  await tx
    .updateTable("apiKeys")
    .set({ ...values, updatedBy: reference() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

function label({ id, name }: { id: string; name: string }) {
  return { type: "api_key", id, label: name };
}

function shape(row: Row): Shown {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix as ApiKeyPrefix,
    last4: row.last4,
    scopes: row.scopes as ApiScope[],
    allowedIps: row.allowedIps,
    ratePerMinute: row.ratePerMinute,
    lastUsedAt: Paging.iso(row.lastUsedAt),
    expiresAt: Paging.iso(row.expiresAt),
    rotatedFrom: row.rotatedFrom,
    revokedAt: Paging.iso(row.revokedAt),
    createdAt: Paging.iso(row.createdAt),
  };
}
