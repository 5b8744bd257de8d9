"use client";
import { Alert, Anchor, Stack, Table, Title } from "@mantine/core";
import { IconCheck, IconGitCompare } from "@tabler/icons-react";
import Link from "next/link";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { count } from "#kit/components/format.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { PatchView } from "#kit/run/patch-view.tsx";
import type { RunDiff } from "#schema/run.ts";
import { costOf } from "./cost.ts";
import { useRunDiff } from "./queries.ts";

/** Whether the same came of a run that was done over, and if not, line by line what else. */
export function ReplayDiff({ id, tenantId }: { id: string; tenantId: string }) {
  const diff = useRunDiff(id);
  if (diff.isPending) return <TextSkeleton lines={8} />;
  if (diff.isError) return <ErrorBlock error={diff.error} onRetry={() => void diff.refetch()} />;
  const { identical, system, output, before, after } = diff.data;
  return (
    <Stack gap="md">
      <Alert
        color={identical ? "green" : "yellow"}
        icon={identical ? <IconCheck aria-hidden /> : <IconGitCompare aria-hidden />}
        title={identical ? "The same came of it" : "Something else came of it"}
      >
        <Anchor component={Link} href={`/t/${tenantId}/runs/${id}`} size="sm">
          Open the run that did it over
        </Anchor>
      </Alert>
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th scope="col">Before</Table.Th>
            <Table.Th scope="col">Done over</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, cell]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} c="dimmed">
                {name}
              </Table.Th>
              <Table.Td>{cell(before)}</Table.Td>
              <Table.Td>{cell(after)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {system !== "" && (
        <section aria-label="Changes of the prompt">
          <Title order={3} size="sm" mb="xs">
            Prompt
          </Title>
          <PatchView patch={system} />
        </section>
      )}
      {output !== "" && (
        <section aria-label="Changes of the output">
          <Title order={3} size="sm" mb="xs">
            Output
          </Title>
          <PatchView patch={output} />
        </section>
      )}
    </Stack>
  );
}

const rows: readonly [string, (side: RunDiff["before"]) => React.ReactNode][] = [
  ["Status", (side) => <StatusBadge kind="run" status={side.status} size="sm" />],
  ["Prompt version", (side) => side.agentVersion],
  ["Model", (side) => side.model],
  ["Tokens", (side) => count(side.tokens)],
  ["Cost", (side) => costOf({ costMicros: side.costMicros, currency: "USD" })],
  ["Remarks of the checks", (side) => side.remarks],
];
