"use client";

import { Stack, Table, Text, Title } from "@mantine/core";
import type { ReportFigures as Figures, ReportFigure } from "#schema/report.ts";
import { count, signed, words } from "../components/format.ts";

/** Everything that was counted for a report, chapter by chapter, beside the time before. */
export function ReportFigures({ figures }: { figures: Figures }) {
  const counted = figures.chapters.filter((chapter) => chapter.figures.length > 0);
  if (counted.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        What was counted
      </Title>
      {counted.map(({ key, figures: rows }) => (
        <Table.ScrollContainer key={key} minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Caption>{words(key)}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Figure</Table.Th>
                <Table.Th ta="right">Now</Table.Th>
                <Table.Th ta="right">Before</Table.Th>
                <Table.Th ta="right">Change</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Row key={`${row.source} ${row.name}`} row={row} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ))}
    </Stack>
  );
}

function Row({ row }: { row: ReportFigure }) {
  const { name, source, unit, current, previous, changePct } = row;
  return (
    <Table.Tr>
      <Table.Td>
        {name}
        <Text size="xs" c="dimmed">
          {source}
          {unit ? `, ${unit}` : ""}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{current === null ? "–" : count(current)}</Table.Td>
      <Table.Td ta="right">{previous === null ? "–" : count(previous)}</Table.Td>
      <Table.Td ta="right">{changePct === null ? "–" : `${signed(changePct)} %`}</Table.Td>
    </Table.Tr>
  );
}
