import { Table } from "@mantine/core";
import type { DryRun } from "#schema/month.ts";
import { Panel } from "../components/panel.tsx";
import { dayName } from "./work-card.tsx";

/** How many decisions fall on agency and client in each week of a month. */
export function DecisionsByWeek({ approvals }: Pick<DryRun, "approvals">) {
  const weeks = [...new Set(approvals.map(({ week }) => week))].toSorted();
  if (weeks.length === 0) return null;
  const of = (week: string, stage: "dm" | "client") =>
    approvals.find((row) => row.week === week && row.stage === stage)?.count ?? 0;
  return (
    <Panel title="Decisions by week" flush>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Week of</Table.Th>
            <Table.Th scope="col" ta="right">
              Agency
            </Table.Th>
            <Table.Th scope="col" ta="right">
              Client
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {weeks.map((week) => (
            <Table.Tr key={week}>
              <Table.Th scope="row" fw={400}>
                {dayName(week)}
              </Table.Th>
              <Table.Td ta="right">{of(week, "dm")}</Table.Td>
              <Table.Td ta="right">{of(week, "client")}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
