import { vi } from "vitest";
import * as ApiKey from "#core/api-key/index.ts";
import { asPlatform } from "#platform/db.ts";
import { type ApiKeyCreate, type ApiKeyOnce, ApiScope } from "#schema/api-key.ts";
import { ok } from "./api.ts";
import { soon } from "./soon.ts";
import { as, type TestPerson, type TestTenant } from "./tenant.ts";

/** A key as a caller of the API: what `call` sends with a request. */
export interface TestKey extends TestPerson {
  id: string;
  key: string;
}

/** Makes an API key of the tenant, with every scope unless some are named. */
export async function keyOf(tenant: TestTenant, input: Partial<ApiKeyCreate> = {}): Promise<TestKey> {
  const made = await as(tenant.people.TA, () =>
    ApiKey.create({ name: "Test", scopes: [...ApiScope.options], ratePerMinute: 120, ...input }),
  );
  return callerOf(made);
}

/** A key whose use was noted just now, so that its next uses leave no trace of their own for a minute. */
export async function usedKeyOf(tenant: TestTenant, input: Partial<ApiKeyCreate> = {}): Promise<TestKey> {
  const key = await keyOf(tenant, input);
  await ok(key, "GET", "/api/v1/me");
  await vi.waitUntil(async () => (await noted(tenant.id, key.id)) !== null, soon);
  return key;
}

/** When the use of a key was last noted. */
export async function noted(tenantId: string, id: string): Promise<Date | null> {
  const row = await asPlatform((tx) =>
    tx
      .selectFrom("apiKeys")
      .select("lastUsedAt")
      .where("tenantId", "=", tenantId)
      .where("id", "=", id)
      .executeTakeFirst(),
  );
  return row?.lastUsedAt ?? null;
}

/** The caller that a shown key makes. */
export function callerOf({ id, key, name }: Pick<ApiKeyOnce, "id" | "key" | "name">): TestKey {
  const headers = { authorization: `Bearer ${key}` };
  return { id, key, name, userId: id, email: "", actor: { kind: "public" }, headers };
}

/** Changes stored facts of a key that time or an operator would change. */
export async function setKey(
  tenantId: string,
  id: string,
  values: { expiresAt?: Date; revokedAt?: Date },
): Promise<void> {
  await asPlatform((tx) =>
    tx.updateTable("apiKeys").set(values).where("tenantId", "=", tenantId).where("id", "=", id).execute(),
  );
}
