import { resumeWaiting } from "#core/activity/resume.ts";
import * as Credit from "#core/credit/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Callback from "#core/run/callback.ts";
import { resumeParked } from "#core/run/park.ts";
import { recover } from "#core/run/recover.ts";
import { goOn } from "#core/setup/go-on.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import { asPlatform, sql, transaction } from "#platform/db.ts";
import { hasWaiting } from "#platform/queue.ts";
import { type AgentName, runQueueOf } from "#schema/agent.ts";
import { forTenantsDue } from "./due.ts";

const fileStillMs = 120_000;

/** Orders again the work of runs and files that nobody works on any more, settles what they held, and lets go on what waited for means. While jobs of a queue wait for a slot, its runs are not lost. */
export async function handler(): Promise<void> {
  const busy = new Map<AgentName, Promise<boolean>>();
  const isPending = (agent: AgentName): Promise<boolean> => {
    const asked = busy.get(agent) ?? hasWaiting(runQueueOf(agent));
    busy.set(agent, asked);
    return asked;
  };
  await forTenantsDue("runs.recover", dueCallbacks, () => Callback.expire(new Date()));
  await forTenantsDue("runs.recover", dueRuns, () => recover(new Date(), isPending));
  await forTenantsDue("runs.recover", dueHolds, settleHolds);
  await forTenantsDue("runs.recover", dueWaiting, resume);
  await forTenantsDue("runs.recover", openSetups, goOn);
  if (await hasWaiting("rag__ingest")) return;
  await forTenantsDue("runs.recover", dueFiles, recoverFiles);
}

const dueRuns = sql<{ tenantId: string }>`
  select tenant_id from agent_runs
  where updated_at < now() - interval '1 minute' and (status in ('queued', 'running') or (status = 'error' and updated_at > now() - interval '1 hour'))`;

const dueCallbacks = sql<{ tenantId: string }>`
  select tenant_id from agent_runs where status = 'waiting_callback' and lease_until < now()`;

// Holds that outlived their run, or a day without one.
const dueHolds = sql<{ tenantId: string }>`
  select h.tenant_id from spend_holds h join agent_runs r on r.tenant_id = h.tenant_id and r.id = h.run_id
  where h.status <> 'settled' and r.status in ('success', 'error', 'cancelled')
  union select tenant_id from spend_holds where work_id is not null and status <> 'settled'
  group by tenant_id, work_id having max(updated_at) < now() - interval '1 hour'
  union select tenant_id from credit_reservations where status = 'held' and created_at < now() - interval '1 day'`;

const dueWaiting = sql<{ tenantId: string }>`
  select a.tenant_id from activities a join credit_balances b on b.tenant_id = a.tenant_id
  where a.status = 'pending' and a.blocked_reason = 'insufficient_credits' and b.available > b.reserved
  union select tenant_id from activities where status = 'pending' and blocked_reason = 'spend_cap'
  union select a.tenant_id from activities a
  where a.status = 'pending' and a.blocked_reason = 'agent_paused' and a.paused_at is null and not exists (
    select from agent_configs c where c.tenant_id = a.tenant_id and c.agent = a.doer
    and (c.paused_at is not null or c.broken_until > now() or not c.enabled))
  union select a.tenant_id from activities a join tenants t on t.id = a.tenant_id
  where a.status = 'pending' and a.blocked_reason in ('tenant', 'contract', 'plan', 'privacy') and a.paused_at is null
  and t.status not in ('suspended', 'cancelled') and t.contract_accepted_at is not null
  union select tenant_id from agent_runs where status = 'queued' and waits_for_minor is not null and activity_id is null`;

// A draft without a run is one whose writer was kept from it.
const openSetups = sql<{ tenantId: string }>`select tenant_id from onboarding_runs where status = 'launched'
  union select tenant_id from context_files where status = 'draft'
  union select tenant_id from strategies where status = 'draft'
  union select tenant_id from deliverable_plans where status = 'draft'`;

async function settleHolds(): Promise<void> {
  await transaction(Spend.sweep);
  await Credit.sweep(new Date());
}

async function resume(): Promise<void> {
  await resumeParked();
  await resumeWaiting();
}

const dueFiles = sql<{ tenantId: string }>`
  select tenant_id from dataset_files where status in ('queued', 'processing') and updated_at < now() - interval '2 minutes'`;

// A file whose job was given up ends as failed; any other is ordered again, at most every two minutes. Those that wait for money come
// after the others, the cheapest first: where that one has no room, none has.
async function recoverFiles(): Promise<void> {
  const files = await transaction((tx) =>
    tx
      .selectFrom("datasetFiles")
      .select(["id", "nextGeneration"])
      .where("tenantId", "=", tenant())
      .where("status", "in", ["queued", "processing"])
      .where("updatedAt", "<", new Date(Date.now() - fileStillMs))
      .orderBy(
        (eb) =>
          eb
            .selectFrom("ingestJobs as j")
            .select((of) => of.fn.max(of.fn.coalesce("j.waitsForMinor", of.lit(0))).as("waits"))
            .whereRef("j.tenantId", "=", "datasetFiles.tenantId")
            .whereRef("j.datasetFileId", "=", "datasetFiles.id")
            .where("j.status", "=", "paused_budget"),
        (order) => order.asc().nullsFirst(),
      )
      .orderBy("updatedAt")
      .orderBy("id")
      .limit(100)
      .execute(),
  );
  for (const file of files) {
    if (await isGivenUp(file.id, file.nextGeneration)) {
      await Dataset.failed(file.id, "embed_error");
      continue;
    }
    await transaction(async (tx) => {
      if (!(await Dataset.mayGoOn(tx, file.id))) return;
      await Effect.job("rag__ingest", { kind: "file", fileId: file.id, generation: file.nextGeneration });
      await tx
        .updateTable("datasetFiles")
        .set((eb) => ({ nextGeneration: eb.ref("nextGeneration") }))
        .where("tenantId", "=", tenant())
        .where("id", "=", file.id)
        .execute();
    });
  }
}

async function isGivenUp(fileId: string, generation: number): Promise<boolean> {
  const tenantId = tenant();
  const { rows } = await asPlatform((tx) =>
    sql`select 1 from dead_letters where tenant_id = ${tenantId} and queue = 'rag__ingest' and status = 'open'
      and payload->'data'->>'fileId' = ${fileId} and (payload->'data'->>'generation')::int = ${generation} limit 1`.execute(
      tx,
    ),
  );
  return rows.length > 0;
}
