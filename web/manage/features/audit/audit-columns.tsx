import { Text } from "@mantine/core";
import { IconSpy } from "@tabler/icons-react";
import type { Column } from "#kit/components/data-table.tsx";
import { words } from "#kit/components/format.ts";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ChainEntry } from "#schema/chain.ts";
import classes from "./audit.module.css";
import { actorName, changesOf } from "./audit-words.ts";

function Who({ entry }: { entry: ChainEntry }) {
  return (
    <span>
      {actorName(entry)}{" "}
      <Text span size="xs" c="dimmed">
        {words(entry.actor.kind)}
      </Text>
      {entry.actor.impersonatorId ? (
        <span className={classes["played"]}>
          <IconSpy size={13} aria-hidden /> impersonated
        </span>
      ) : null}
    </span>
  );
}

const what: Column<ChainEntry> = {
  key: "what",
  header: "What",
  width: 210,
  cell: ({ action }) => words(action),
};
const tenant: Column<ChainEntry> = {
  key: "tenant",
  header: "Tenant",
  width: 170,
  cell: ({ tenantName }) => tenantName ?? "Platform",
};
const others: readonly Column<ChainEntry>[] = [
  { key: "who", header: "Who", width: 190, cell: (entry) => <Who entry={entry} /> },
  {
    key: "subject",
    header: "Subject",
    cell: ({ subject }) => (
      <Text size="sm" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
        {subject.label}
      </Text>
    ),
  },
  {
    key: "change",
    header: "Change",
    hideOnCard: true,
    cell: (entry) => (
      <Text size="xs" c="dimmed" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
        {entry.note ?? (changesOf(entry) || "–")}
      </Text>
    ),
  },
  { key: "when", header: "When", width: 130, cell: ({ at }) => <TimeAgo at={at} /> },
];

/** Columns of the log; of one chain the tenant is left out. */
export function auditColumns(isOneChain: boolean): Column<ChainEntry>[] {
  return [what, ...(isOneChain ? [] : [tenant]), ...others];
}
