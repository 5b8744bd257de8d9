"use client";
import { Anchor } from "@mantine/core";
import Link from "next/link";
import { CopyId } from "#kit/components/copy-id.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { Run } from "#schema/run.ts";
import { costOf } from "./cost.ts";

/** When a run was queued, began and ended, and what it worked with. */
export function RunFacts({ run, tenantId }: { run: Run; tenantId: string }) {
  return (
    <Panel title="Run">
      <Facts
        facts={[
          ["Run", <CopyId key="id" id={run.id} label="run id" />],
          ["About", <About key="about" run={run} tenantId={tenantId} />],
          ["Agent", `${words(run.agent)}, prompt version ${run.agentVersion}`],
          ["Adapter and model", `${run.adapter} · ${run.model} (${run.tier})`],
          ["Began because of", words(run.wakeReason)],
          ["Queued", <TimeAgo key="queued" at={run.queuedAt} />],
          ["Began", <TimeAgo key="began" at={run.startedAt} fallback="not yet" />],
          ["Ended", <TimeAgo key="ended" at={run.finishedAt} fallback="not yet" />],
          ["Cost", costOf(run)],
          ["Prompt SHA-256", run.promptSha256 && <CopyId key="sha" id={run.promptSha256} label="prompt hash" />],
        ]}
      />
    </Panel>
  );
}

function About({ run, tenantId }: { run: Run; tenantId: string }) {
  if (run.activityId === null) return run.subject === null ? "–" : words(run.subject.type);
  return (
    <Anchor component={Link} href={`/t/${tenantId}/activities/${run.activityId}`} inherit>
      Its activity
    </Anchor>
  );
}
