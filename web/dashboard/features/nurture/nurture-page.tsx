"use client";

import { Button, Group, List, Stack, Text } from "@mantine/core";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import { wholeList } from "#kit/api/whole-list.ts";
import { useRights } from "#kit/auth/session.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { DetailDrawer } from "#kit/components/detail-drawer.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { words } from "#kit/components/format.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { allows } from "#schema/machine.ts";
import { type NurtureSequence, type SequenceVerb, sequenceMachine } from "#schema/nurture.ts";
import { stepWords } from "./names.ts";
import { NewSequence } from "./new-sequence.tsx";
import { useSequences, useSteer } from "./queries.ts";

const columns: Column<NurtureSequence>[] = [
  { key: "name", header: "Name", cell: ({ name }) => name },
  { key: "status", header: "Status", width: 120, cell: ({ status }) => words(status) },
  { key: "steps", header: "Steps", width: 90, align: "right", cell: ({ steps }) => steps.length },
  { key: "active", header: "Follow it", width: 100, align: "right", cell: ({ active }) => active },
  { key: "completed", header: "Through", width: 100, align: "right", cell: ({ completed }) => completed },
  { key: "exited", header: "Left", width: 90, align: "right", cell: ({ exited }) => exited },
];

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
              text="A thank-you, a reminder to call, a second e-mail: each after its own time."
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
  { verb: "archive", label: "Put away" },
];

function Sequence({ sequence }: { sequence: NurtureSequence | undefined }) {
  const { can } = useRights();
  const steer = useSteer(sequence?.id ?? "");
  if (!sequence) return null;
  return (
    <Stack gap="md">
      <Text component="h2" fw={600} size="lg">
        {sequence.name}
      </Text>
      <Text size="sm" c="dimmed">
        {words(sequence.status)}; {sequence.active} follow it
      </Text>
      <List type="ordered" size="sm" spacing="xs">
        {sequence.steps.map(({ channel, delayHours, body }) => (
          <List.Item key={`${channel}-${delayHours}-${body}`}>
            <b>{stepWords[channel]}</b> after {delayHours} hours: {body}
          </List.Item>
        ))}
      </List>
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
                onClick={() => steer.mutate(verb)}
              >
                {label}
              </Button>
            ))}
        </Group>
      ) : null}
    </Stack>
  );
}
