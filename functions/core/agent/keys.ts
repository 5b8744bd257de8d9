import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Paging from "#core/page/index.ts";
import type { Actor } from "#platform/actor.ts";
import { current, origin, provide, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { randomText, sha256 } from "#platform/secrets.ts";
import { AgentName } from "#schema/agent.ts";
import type { AgentHealth, AgentKeyOnce, AgentKey as Shown } from "#schema/agent-api.ts";
import { AgentKeyCreate, agentKeyRatePerMinute, agentKeysMax } from "#schema/agent-api.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { isClosed } from "#schema/tenant.ts";
import { demandExternalAgents } from "./plan.ts";

const form = /^lm_agent_(ten_[0-9A-HJKMNP-TV-Z]{26})_[A-Za-z0-9]{32}$/;

type Row = NonNullable<Awaited<ReturnType<typeof locked>>>;

/** The keys of an agent, newest first; revoked ones stay listed. */
export async function list(agent: AgentName): Promise<Shown[]> {
  require("agent_key.manage", "see the keys of agents");
  const rows = await transaction((tx) =>
    tx
      .selectFrom("agentKeys")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("agent", "=", agent)
      .orderBy("id", "desc")
      .limit(100)
      .execute(),
  );
  return rows.map(shape);
}

/** Makes a key for an agent that runs elsewhere: it opens health and adapter test. Its secret is in the answer and nowhere else. */
export const create = fn(AgentKeyCreate, async ({ agent, name, expiresAt }): Promise<AgentKeyOnce> => {
  require("agent_key.manage", "make keys for agents");
  if (expiresAt && new Date(expiresAt).getTime() <= Date.now())
    throw new AppError("request.validation_failed", "The key would have expired already. Choose a later time.", {
      fields: [{ path: "expiresAt", rule: "future", message: "must be in the future" }],
    });
  return transaction(async (tx) => {
    await guardPlan(tx, agent);
    const key = `lm_agent_${tenant()}_${randomText(32)}`;
    const row = await tx
      .insertInto("agentKeys")
      .values({
        tenantId: tenant(),
        id: newId("agentKey"),
        agent,
        name,
        keyHash: sha256(key),
        expiresAt: expiresAt ? new Date(expiresAt) : null,
        createdBy: reference(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await Effect.audit("agent.key_created", label(row), { after: { agent, name, expiresAt: expiresAt ?? null } });
    return { ...shape(row), key };
  });
});

/** Ends a key at once; ending it again changes nothing. */
export async function revoke(agent: AgentName, id: string): Promise<void> {
  require("agent_key.manage", "revoke keys of agents");
  await transaction(async (tx) => {
    const row = await locked(tx, agent, id);
    if (row.revokedAt) return;
    await tx
      .updateTable("agentKeys")
      .set({ revokedAt: new Date(), updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("agent.key_revoked", label(row));
  });
}

/** The actor behind an agent's key: a key without scopes. @throws auth.unauthenticated; tenant.tenant_suspended; plan.plan_limit */
export async function admit(key: string): Promise<Extract<Actor, { kind: "key" }>> {
  const tenantId = form.exec(key)?.[1];
  const row = tenantId ? await find(tenantId, sha256(key)) : undefined;
  if (!tenantId || !row || row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= Date.now()))
    throw new AppError("auth.unauthenticated", "This agent key is not valid any more, or never was.");
  if (isClosed(row.status)) throw new AppError("tenant.tenant_suspended", "This workspace is suspended.");
  demandExternalAgents(row.plan);
  const { id: keyId, name } = row;
  const agent = row.agent as AgentName;
  return { kind: "key", tenantId, keyId, name, scopes: [], ratePerMinute: agentKeyRatePerMinute, test: false, agent };
}

/** Which agent of which workspace a credential belongs to. */
export async function health(): Promise<z.infer<typeof AgentHealth>> {
  const actor = current();
  if ((actor.kind !== "key" && actor.kind !== "agent") || !actor.agent)
    throw new AppError("auth.unauthenticated", "Send the task token of a run, or an agent key.");
  const agent = AgentName.parse(actor.agent);
  const owner = await transaction((tx) =>
    tx.selectFrom("tenants").select(["id", "name"]).where("id", "=", tenant()).executeTakeFirstOrThrow(),
  );
  return { ok: true, agent, tenant: owner };
}

// Whoever looks a key up is nobody yet; the clear part of it names the only tenant it can belong to.
function find(tenantId: string, keyHash: string) {
  return provide({ kind: "system", tenantId, name: "agent-key" }, origin(), () =>
    transaction(async (tx) => {
      const row = await tx
        .selectFrom("agentKeys as k")
        .innerJoin("tenants as t", "t.id", "k.tenantId")
        .select(["k.id", "k.name", "k.agent", "k.expiresAt", "k.revokedAt", "t.status", "t.plan"])
        .where("k.tenantId", "=", tenantId)
        .where("k.keyHash", "=", keyHash)
        .executeTakeFirst();
      if (row && !row.revokedAt)
        await tx
          .updateTable("agentKeys")
          .set({ lastUsedAt: new Date() })
          .where("tenantId", "=", tenantId)
          .where("id", "=", row.id)
          .where((eb) => eb.or([eb("lastUsedAt", "is", null), eb("lastUsedAt", "<", new Date(Date.now() - 60_000))]))
          .execute();
      return row;
    }),
  );
}

// The row of the tenant is held, so that of several keys made at once none is one too many.
async function guardPlan(tx: Tx, agent: AgentName): Promise<void> {
  const owner = tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).forUpdate();
  demandExternalAgents((await owner.executeTakeFirstOrThrow()).plan);
  const { count } = await tx
    .selectFrom("agentKeys")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("revokedAt", "is", null)
    .executeTakeFirstOrThrow();
  if (count >= agentKeysMax)
    throw new AppError("plan.plan_limit", `An agent has at most ${agentKeysMax} keys. Revoke one that is not used.`);
}

async function locked(tx: Tx, agent: AgentName, id: string) {
  const row = await tx
    .selectFrom("agentKeys")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Agent key", id);
  return row;
}

function label({ id, name }: { id: string; name: string }) {
  return { type: "agent_key", id, label: name };
}

function shape(row: Row): Shown {
  return {
    id: row.id,
    agent: row.agent as AgentName,
    name: row.name,
    prefix: "lm_agent",
    lastUsedAt: Paging.iso(row.lastUsedAt),
    expiresAt: Paging.iso(row.expiresAt),
    revokedAt: Paging.iso(row.revokedAt),
    createdAt: Paging.iso(row.createdAt),
  };
}
