import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { carry } from "#platform/leaving.ts";
import { seal, unseal } from "#platform/secrets.ts";
import type { AgentName, AgentWebhook } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { demandExternalAgents } from "./plan.ts";

const answerWithinMs = 15_000;
const answerMaxBytes = 64 * 1_024;

/** Where the runs of an agent are sent instead of to a model, how it knows that we ask, and how long it may take. */
export interface Webhook {
  url: string;
  header: string;
  secret: string;
  timeoutMs: number;
}

/** What is stored of a webhook; its secret is sealed for the row it stands in. */
export async function sealed(tx: Tx, agent: AgentName, wanted: AgentWebhook | null) {
  if (!wanted) return { webhookUrl: null, webhookAuthHeader: null, webhookAuthCipher: null, webhookTimeoutMs: null };
  await guardLeaving(tx);
  const known = await row(tx, agent);
  const id = known?.id ?? newId("agentConfig");
  return {
    id,
    webhookUrl: wanted.url,
    webhookAuthHeader: wanted.header,
    webhookAuthCipher: seal(wanted.secret, `${tenant()}${id}`),
    webhookTimeoutMs: wanted.timeoutMs,
  };
}

/**
 * The webhook of an agent, null when models do its work.
 * @throws plan.plan_limit and privacy.local_only where its runs may not leave
 */
export async function webhookOf(tx: Tx, agent: AgentName): Promise<Webhook | null> {
  const found = await row(tx, agent);
  if (!found?.webhookUrl || !found.webhookAuthHeader || !found.webhookAuthCipher) return null;
  await guardLeaving(tx);
  return {
    url: found.webhookUrl,
    header: found.webhookAuthHeader,
    secret: unseal(found.webhookAuthCipher, `${tenant()}${found.id}`),
    timeoutMs: found.webhookTimeoutMs ?? 180_000,
  };
}

/** Sends a run to a webhook. It only takes the work here; the answer comes to the agent surface. @throws when it did not take it */
export async function send({ url, header, secret }: Webhook, body: object): Promise<number> {
  const answer = await carry(url, {
    declaredLocal: false,
    method: "POST",
    headers: { [header]: secret, "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "error",
    timeoutMs: answerWithinMs,
    maxBytes: answerMaxBytes,
  });
  await answer.body?.cancel();
  if (answer.status >= 200 && answer.status < 300) return answer.status;
  throw new Error(`${new URL(url).host} answered ${answer.status} and did not take the run.`);
}

// Neither a plan without external agents nor a client whose data stays inside sends anything away.
async function guardLeaving(tx: Tx): Promise<void> {
  const { plan, dataPrivacyLevel } = await tx
    .selectFrom("tenants")
    .select(["plan", "dataPrivacyLevel"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  demandExternalAgents(plan);
  if (dataPrivacyLevel === "local_only")
    throw new AppError("privacy.local_only", "This client's data stays here; an agent elsewhere would receive it.");
}

function row(tx: Tx, agent: AgentName) {
  return tx
    .selectFrom("agentConfigs")
    .select(["id", "webhookUrl", "webhookAuthHeader", "webhookAuthCipher", "webhookTimeoutMs"])
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .executeTakeFirst();
}
