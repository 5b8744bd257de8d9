import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Session from "#core/session/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type SecurityPolicy, SecurityPolicyInput } from "#schema/member.ts";

/** What the workspace demands of its people at sign-in. */
export async function policy(): Promise<SecurityPolicy> {
  require("member.read", "see the members");
  return transaction(policyOf);
}

/** Demands a second factor of the workspace's people, or stops demanding it. Whoever has none sets one up at the next sign-in. */
export const setPolicy = fn(SecurityPolicyInput, async (input): Promise<SecurityPolicy> => {
  require("security_policy.edit", "change the security policy");
  return transaction(async (tx) => {
    const before = await policyOf(tx);
    const { secondFactorRequired } = input;
    await tx.updateTable("tenants").set({ secondFactorRequired }).where("id", "=", tenant()).execute();
    const subject = { type: "tenant", id: tenant(), label: "Security policy" };
    await Effect.audit("tenant.settings_changed", subject, { before: { ...before }, after: { ...input } });
    await Session.dropOfTenant(tx);
    return { secondFactorRequired };
  });
});

async function policyOf(tx: Tx): Promise<SecurityPolicy> {
  return tx.selectFrom("tenants").select("secondFactorRequired").where("id", "=", tenant()).executeTakeFirstOrThrow();
}
