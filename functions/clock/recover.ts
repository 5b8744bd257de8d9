import * as Dataset from "#core/dataset/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Callback from "#core/run/callback.ts";
import { recover } from "#core/run/recover.ts";
import { tenant } from "#platform/actor.ts";
import { asPlatform, sql, transaction } from "#platform/db.ts";
import { hasWaiting } from "#platform/queue.ts";
import type { AgentName } from "#schema/agent.ts";
import { forTenantsDue } from "./due.ts";

const fileStillMs = 120_000;

/** Orders again the work of runs and files that nobody works on any more. While jobs of a queue wait for a slot, its runs are not lost. */
export async function handler(): Promise<void> {
  const busy = new Map<AgentName, Promise<boolean>>();
  const isPending = (agent: AgentName): Promise<boolean> => {
    const asked = busy.get(agent) ?? hasWaiting(`agent__${agent}`);
    busy.set(agent, asked);
    return asked;
  };
  await forTenantsDue("runs.recover", dueCallbacks, () => Callback.expire(new Date()));
  await forTenantsDue("runs.recover", dueRuns, () => recover(new Date(), isPending));
  if (await hasWaiting("rag__ingest")) return;
  await forTenantsDue("runs.recover", dueFiles, recoverFiles);
}

const dueRuns = sql<{ tenantId: string }>`
  select tenant_id from agent_runs
  where updated_at < now() - interval '1 minute' and (status in ('queued', 'running') or (status = 'error' and updated_at > now() - interval '1 hour'))`;

const dueCallbacks = sql<{ tenantId: string }>`
  select tenant_id from agent_runs where status = 'waiting_callback' and lease_until < now()`;

const dueFiles = sql<{ tenantId: string }>`
  select tenant_id from dataset_files where status in ('queued', 'processing') and updated_at < now() - interval '2 minutes'`;

// A file whose job was given up ends as failed; any other is ordered again, at most every two minutes.
async function recoverFiles(): Promise<void> {
  const files = await transaction((tx) =>
    tx
      .selectFrom("datasetFiles")
      .select(["id", "nextGeneration"])
      .where("tenantId", "=", tenant())
      .where("status", "in", ["queued", "processing"])
      .where("updatedAt", "<", new Date(Date.now() - fileStillMs))
      .limit(100)
      .execute(),
  );
  for (const file of files) {
    if (await isGivenUp(file.id, file.nextGeneration)) {
      await Dataset.failed(file.id, "embed_error");
      continue;
    }
    await transaction(async (tx) => {
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
