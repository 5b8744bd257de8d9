import { execute } from "#core/run/execute.ts";
import { replay } from "#core/run/replay.ts";
import { madeReplay } from "#core/run/steer.ts";
import { diff } from "#core/run/transcript.ts";
import { provide } from "#platform/actor.ts";
import { asPlatform, close, transaction } from "#platform/db.ts";
import * as redis from "#platform/redis.ts";
import { explain } from "./explain.ts";
import { fail, line } from "./terminal.ts";

// `npm run replay -- <run> [--prompt <version>]`: does a run over from its recording, or with another stored prompt.
const [runId = "", flag, version] = process.argv.slice(2);
try {
  const isUsed = runId.startsWith("run_") && (flag === undefined || (flag === "--prompt" && Number(version) > 0));
  if (!isUsed) throw new Error("Usage: npm run replay -- <run> [--prompt <version>]");
  const run = await asPlatform((tx) =>
    tx.selectFrom("agentRuns").select("tenantId").where("id", "=", runId).executeTakeFirst(),
  );
  if (!run) throw new Error(`There is no run ${runId}.`);
  const actor = { kind: "system", tenantId: run.tenantId, name: "replay" } as const;
  const identical = await provide(actor, { door: "replay", requestId: runId }, () =>
    flag ? withPrompt(Number(version)) : fromRecording(),
  );
  if (!identical) process.exitCode = 1;
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await close();
  redis.close();
}

async function fromRecording(): Promise<boolean> {
  const { identical, was, is, note } = await replay(runId);
  line(identical ? `✓ identical: ${is}` : `✗ another outcome: ${was} was, ${is} is. ${note ?? ""}`);
  return identical;
}

async function withPrompt(agentVersion: number): Promise<true> {
  const made = await transaction((tx) => madeReplay(tx, runId, agentVersion));
  await execute(made);
  const { identical, system, output, before, after } = await diff(made);
  line(
    `${made}: prompt version ${before.agentVersion} → ${after.agentVersion}, ${before.tokens} → ${after.tokens} tokens, ${before.remarks} → ${after.remarks} remarks`,
  );
  line(identical ? "✓ the same output" : `${system}\n${output}`);
  return true;
}
