"use client";

import { Drawer, Stack, Table, Text } from "@mantine/core";
import { CopyId } from "#kit/components/copy-id.tsx";
import { absoluteTime, words } from "#kit/components/format.ts";
import type { AuditEntry } from "#schema/audit.ts";

function asText(value: unknown): string {
  if (value === undefined || value === null) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** One entry in full: before, after, where it came from, its seal. */
export function AuditEntryDrawer({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={entry ? words(entry.action) : ""}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {entry ? <Entry entry={entry} /> : null}
    </Drawer>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  return (
    <Stack>
      <Text size="sm">
        {entry.actor.name} ({entry.actor.kind}, via {entry.actor.via}) on {entry.subject.label},{" "}
        {absoluteTime(entry.at)}
      </Text>
      {entry.note ? <Text size="sm">“{entry.note}”</Text> : null}
      {entry.change.fields.length > 0 ? (
        <Table layout="fixed" fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="28%">Field</Table.Th>
              <Table.Th>Before</Table.Th>
              <Table.Th>After</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entry.change.fields.map((field) => (
              <Table.Tr key={field}>
                <Table.Td>{words(field)}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{asText(entry.change.before[field])}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{asText(entry.change.after[field])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      <Stack gap={2}>
        <CopyId id={entry.subject.id} label="subject id" />
        <CopyId id={entry.request.requestId} label="request id" />
        <CopyId id={entry.hash} label="hash" />
      </Stack>
    </Stack>
  );
}
