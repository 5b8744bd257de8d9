"use client";

import { Button, Group, Stack, Text, Timeline } from "@mantine/core";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import { wholeList } from "#kit/api/whole-list.ts";
import { useRights } from "#kit/auth/session.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { DetailDrawer } from "#kit/components/detail-drawer.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import type { Tone } from "#kit/theme/status-tokens.ts";
import { allows } from "#schema/machine.ts";
import { type NurtureSequence, type SequenceVerb, sequenceMachine } from "#schema/nurture.ts";
import { delayText, stepWords } from "./names.ts";
import { NewSequence } from "./new-sequence.tsx";
import { useSequences, useSteer } from "./queries.ts";

const columns: Column<NurtureSequence>[] = [
  { key: "name", header: "Name", cell: ({ name }) => name },
  { key: "status", header: "Status", width: 130, cell: (sequence) => <State of={sequence} /> },
  { key: "steps", header: "Steps", width: 90, align: "right", cell: ({ steps }) => steps.length },
  { key: "active", header: "In it now", width: 100, align: "right", cell: ({ active }) => active },
  { key: "completed", header: "Finished", width: 100, align: "right", cell: ({ completed }) => completed },
  { key: "exited", header: "Left", width: 90, align: "right", cell: ({ exited }) => exited },
];

const tones: Record<NurtureSequence["status"], Tone> = {
  draft: "attention",
  active: "running",
  paused: "waiting",
  archived: "waiting",
};

function State({ of: { status } }: { of: NurtureSequence }) {
  return <ToneBadge tone={tones[status]}>{words(status)}</ToneBadge>;
}

/** Sequences that lead people on who showed interest. */
export function NurturePage() {
  const [isAdding, setAdding] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const sequences = useSequences();
  const { can } = useRights();
  const add = can("lead_setup.edit") ? (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
      New sequence
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Nurture"
        lead="Steps that lead people on. Each e-mail is written for its reader and approved before it leaves."
        actions={add}
      />
      <Panel flush>
        <DataTable
          label="Sequences"
          list={wholeList(sequences)}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => setOpen(id)}
          empty={
            <EmptyState
              icon={IconRoute}
              title="Build the first sequence"
              text="For example a thank-you at once, a reminder to call after two days, a second e-mail after a week."
              action={add}
            />
          }
        />
      </Panel>
      <DetailDrawer id={open} onClose={() => setOpen(null)} title="Sequence">
        {(id) => <Sequence sequence={sequences.data?.items.find((one) => one.id === id)} />}
      </DetailDrawer>
      <NewSequence opened={isAdding} onClose={() => setAdding(false)} />
    </>
  );
}

const verbs: { verb: SequenceVerb; label: string }[] = [
  { verb: "activate", label: "Activate" },
  { verb: "pause", label: "Pause" },
  { verb: "archive", label: "Archive" },
];

function Sequence({ sequence }: { sequence: NurtureSequence | undefined }) {
  const { can } = useRights();
  const steer = useSteer(sequence?.id ?? "");
  const [isAsking, setAsking] = useState(false);
  if (!sequence) return null;
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text component="h2" fw={600} size="lg">
          {sequence.name}
        </Text>
        <State of={sequence} />
      </Group>
      <Facts
        facts={[
          ["In it now", sequence.active],
          ["Finished", sequence.completed],
          ["Left", sequence.exited],
        ]}
      />
      <Timeline active={sequence.steps.length} bulletSize={16} lineWidth={2}>
        {sequence.steps.map(({ channel, delayHours, body }, at) => (
          <Timeline.Item key={`${channel}-${delayHours}-${body}`} title={stepWords[channel]}>
            <Text size="xs" c="dimmed">
              {delayText(delayHours, at)}
            </Text>
            <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {body}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
      {can("lead_setup.edit") ? (
        <Group gap="xs">
          {verbs
            .filter(({ verb }) => allows(sequenceMachine, sequence.status, verb))
            .map(({ verb, label }) => (
              <Button
                key={verb}
                size="xs"
                variant={verb === "activate" ? "filled" : "default"}
                loading={steer.isPending}
                onClick={() => (verb === "archive" ? setAsking(true) : steer.mutate(verb))}
              >
                {label}
              </Button>
            ))}
        </Group>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => steer.mutate("archive", { onSuccess: () => setAsking(false) })}
        title={`Archive “${sequence.name}”?`}
        confirmLabel="Archive"
        isBusy={steer.isPending}
        danger
      >
        Whoever is in it leaves it, and it cannot be brought back.
      </ConfirmDialog>
    </Stack>
  );
}
