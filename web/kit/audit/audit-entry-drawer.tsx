"use client";

import { Drawer, Stack, Table, Text } from "@mantine/core";
import type { AuditEntry } from "#schema/audit.ts";
import { CopyId } from "../components/copy-id.tsx";
import { absoluteTime, words } from "../components/format.ts";

interface AuditEntryDrawerProps {
  entry: AuditEntry | null;
  onClose: () => void;
  /** The client whose chain the entry is in, where the log shows several. */
  place?: string | undefined;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** One entry in full: before, after, where it came from, its seal. */
export function AuditEntryDrawer({ entry, onClose, place }: AuditEntryDrawerProps) {
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={entry ? words(entry.action) : ""}
    >
      {entry ? <Entry entry={entry} place={place} /> : null}
    </Drawer>
  );
}

function Entry({ entry, place }: { entry: AuditEntry; place: string | undefined }) {
  const { actor, subject, change, request } = entry;
  return (
    <Stack>
      <Text size="sm">
        {actor.name} ({actor.kind}, via {actor.via}) on {subject.label}
        {place ? `, ${place}` : ""}, {absoluteTime(entry.at)}
      </Text>
      {entry.note ? <Text size="sm">“{entry.note}”</Text> : null}
      {change.fields.length > 0 ? (
        <Table layout="fixed" fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="28%">Field</Table.Th>
              <Table.Th>Before</Table.Th>
              <Table.Th>After</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {change.fields.map((field) => (
              <Table.Tr key={field}>
                <Table.Td>{words(field)}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{asText(change.before[field])}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{asText(change.after[field])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      <Origin entry={entry} request={request} />
    </Stack>
  );
}

function Origin({ entry, request }: { entry: AuditEntry; request: AuditEntry["request"] }) {
  const { actor, subject } = entry;
  const ids = [
    ["Subject", subject.id],
    [actor.impersonatorId ? "Acted as" : "Actor", actor.id],
    ["Impersonated by", actor.impersonatorId],
    ["Request", request.requestId],
    ["Hash", entry.hash],
  ] as const;
  return (
    <Table variant="vertical" layout="fixed" fz="sm">
      <Table.Tbody>
        <Table.Tr>
          <Table.Th w="28%">Number</Table.Th>
          <Table.Td>{entry.seq}</Table.Td>
        </Table.Tr>
        {ids.map(([label, id]) =>
          id ? (
            <Table.Tr key={label}>
              <Table.Th>{label}</Table.Th>
              <Table.Td>
                <CopyId id={id} label={`${label.toLowerCase()} id`} />
              </Table.Td>
            </Table.Tr>
          ) : null,
        )}
        {request.ip ? (
          <Table.Tr>
            <Table.Th>Address</Table.Th>
            <Table.Td>{request.ip}</Table.Td>
          </Table.Tr>
        ) : null}
        {request.userAgent ? (
          <Table.Tr>
            <Table.Th>Device</Table.Th>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{request.userAgent}</Table.Td>
          </Table.Tr>
        ) : null}
      </Table.Tbody>
    </Table>
  );
}
