"use client";

import { Alert, Anchor, Button, Stack } from "@mantine/core";
import { IconAlertTriangle, IconPlayerStop } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import { CopyId } from "#kit/components/copy-id.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { ReasonDialog } from "#kit/components/reason-dialog.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { RunCounters } from "#kit/run/run-counters.tsx";
import type { PlatformRun } from "#schema/platform-run.ts";
import { isRunOver } from "#schema/run.ts";
import { useCancelRun, usePlatformRun } from "./queries.ts";
import { TranscriptPanel } from "./transcript-panel.tsx";

/** One run of any tenant: its figures, what it was told, and everything it did in order. */
export function RunPage({ id }: { id: string }) {
  const run = usePlatformRun(id);
  if (run.data) return <Loaded run={run.data} />;
  return (
    <>
      <PageHeader title="Run" crumbs={[{ label: "Runs", href: "/runs" }]} />
      {run.isError ? (
        <ErrorBlock error={run.error} title="The run could not be loaded." onRetry={() => void run.refetch()} />
      ) : (
        <TextSkeleton lines={10} />
      )}
    </>
  );
}

function Loaded({ run }: { run: PlatformRun }) {
  const isOpen = !isRunOver(run.status);
  return (
    <>
      <PageHeader
        title={`${words(run.agent)} for ${run.tenantName}`}
        name={`Run of ${words(run.agent)}`}
        badge={<StatusBadge kind="run" status={run.status} />}
        lead={run.activity ? `${run.activity.ref} ${run.activity.title}` : <CopyId id={run.id} label="run id" />}
        actions={isOpen ? <StopButton run={run} /> : undefined}
      />
      <Stack gap="lg">
        {run.errorMessage === null ? null : (
          <Alert
            color="red"
            icon={<IconAlertTriangle aria-hidden />}
            title={run.errorCode ? words(run.errorCode) : "Stopped"}
          >
            {run.errorMessage}
          </Alert>
        )}
        <Panel title="Figures">
          <Stack>
            <RunCounters run={run} />
            <Facts facts={factsOf(run)} />
          </Stack>
        </Panel>
        <TranscriptPanel id={run.id} isOpen={isOpen} />
      </Stack>
    </>
  );
}

function factsOf(run: PlatformRun) {
  return [
    ["Run", <CopyId key="id" id={run.id} label="run id" />],
    [
      "Tenant",
      <Anchor key="tenant" component={Link} href={`/tenants/${run.tenantId}`} size="sm">
        {run.tenantName}
      </Anchor>,
    ],
    [
      "Agent",
      <Anchor key="agent" component={Link} href={`/agents/${run.agent}?tab=versions`} size="sm">
        {words(run.agent)}, version {run.agentVersion}
      </Anchor>,
    ],
    ["Adapter and model", `${run.adapter} · ${run.model} (${run.tier})`],
    ["Try", run.attempt],
    ["Began because of", words(run.wakeReason)],
    ["Queued", <TimeAgo key="queued" at={run.queuedAt} />],
    ["Started", <TimeAgo key="started" at={run.startedAt} fallback="not yet" />],
    ["Finished", <TimeAgo key="finished" at={run.finishedAt} fallback="not yet" />],
  ] as const;
}

function StopButton({ run }: { run: PlatformRun }) {
  const [isAsked, setAsked] = useState(false);
  const cancel = useCancelRun(run.id, () => setAsked(false));
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={() => setAsked(true)}>
        Stop
      </Button>
      {isAsked ? (
        <ReasonDialog
          opened
          onClose={() => setAsked(false)}
          onConfirm={(reason) => cancel.mutate({ reason })}
          title={`Stop this run for ${run.tenantName}?`}
          confirmLabel="Stop"
          danger
          isBusy={cancel.isPending}
        >
          It ends at its next step and its work counts as failed; it can be tried again from the activity.
        </ReasonDialog>
      ) : null}
    </>
  );
}
