"use client";
import { Checkbox, Group, Stack, Text, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { type ReactNode, useRef, useState } from "react";
import type { List } from "#kit/api/use-list.ts";
import { approvalHref } from "#kit/approval/approval-queue.tsx";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { type ApprovalItem, bulkMax } from "#schema/approval.ts";
import { type Quick, QuickDecision } from "./quick-decision.tsx";

interface Props {
  list: List<ApprovalItem>;
  withClient: boolean;
  chosen: ReadonlySet<string>;
  /** The risk of what is chosen: others cannot join it. */
  risk: ApprovalItem["risk"] | null;
  /** Why the last decision was refused, by approval. */
  refused: ReadonlyMap<string, string>;
  onChoose(ids: readonly string[], on: boolean): void;
  empty: ReactNode;
}

/** Why an approval cannot be decided together with others, or null. */
function whyAlone(item: ApprovalItem, { risk, chosen }: Pick<Props, "risk" | "chosen">): string | null {
  if (chosen.has(item.id)) return null;
  if (!item.youMayDecide) return item.whyNot ?? "This is not yours to decide.";
  if (item.risk === "high") return "High risk is decided one by one.";
  if (risk !== null && risk !== item.risk) return "Only approvals of one risk are decided together.";
  return chosen.size >= bulkMax ? `At most ${bulkMax} are decided together.` : null;
}

/** The queue as one table; j and k walk it, x chooses, a approves and r rejects the row in focus. */
export function QueueTable(props: Props) {
  const { list, withClient, chosen, refused, onChoose, empty } = props;
  const root = useRef<HTMLDivElement>(null);
  const [quick, setQuick] = useState<Quick | null>(null);
  const free = list.items.filter((item) => whyAlone(item, props) === null && item.flags.length === 0);
  const sameRisk = free.filter(({ risk }) => risk === (props.risk ?? free[0]?.risk)).slice(0, bulkMax);
  const focused = () => {
    const row = document.activeElement?.closest("tr, li");
    const at = row ? [...(root.current?.querySelectorAll("tbody > tr, ul > li") ?? [])].indexOf(row) : -1;
    return list.items[at];
  };
  const decide = (decision: Quick["decision"]) => {
    const item = focused();
    if (item?.youMayDecide && item.risk !== "high") setQuick({ item, decision });
  };
  useHotkeys([
    [
      "x",
      () => {
        const item = focused();
        if (item && whyAlone(item, props) === null) onChoose([item.id], !chosen.has(item.id));
      },
    ],
    ["a", () => decide("approve")],
    ["r", () => decide("reject")],
  ]);
  const columns: Column<ApprovalItem>[] = [
    { key: "subject", header: "Subject", cell: (item) => <Subject item={item} refusal={refused.get(item.id)} /> },
    { key: "choose", header: "Choose", cell: (item) => <Choice item={item} {...props} />, width: 80 },
    ...(withClient
      ? [{ key: "client", header: "Client", cell: (item: ApprovalItem) => item.tenantName, width: 170 }]
      : []),
    {
      key: "risk",
      header: "Risk",
      cell: (item) => <StatusBadge kind="risk" status={item.risk} size="sm" />,
      width: 130,
    },
    { key: "waiting", header: "Waiting since", cell: (item) => <TimeAgo at={item.createdAt} />, width: 130 },
    { key: "expires", header: "Open until", cell: (item) => <TimeAgo at={item.expiresAt} />, width: 120 },
  ];
  return (
    <div ref={root}>
      <Panel flush>
        {sameRisk.length > 1 && (
          <Group px="md" py="xs" gap="md">
            <Checkbox
              label={`Choose ${sameRisk.length} of ${words(sameRisk[0]?.risk ?? "").toLowerCase()} risk without a warning`}
              checked={sameRisk.every(({ id }) => chosen.has(id))}
              indeterminate={chosen.size > 0 && !sameRisk.every(({ id }) => chosen.has(id))}
              onChange={(event) =>
                onChoose(
                  sameRisk.map(({ id }) => id),
                  event.currentTarget.checked,
                )
              }
            />
            <Text size="xs" c="dimmed" visibleFrom="sm">
              Keys: j k to walk, x to choose, a to approve, r to reject
            </Text>
          </Group>
        )}
        <DataTable
          label="Approvals"
          list={list}
          columns={columns}
          rowKey={(item) => item.id}
          rowHref={(item) => approvalHref("dm", item)}
          empty={empty}
        />
      </Panel>
      <QuickDecision quick={quick} onClose={() => setQuick(null)} />
    </div>
  );
}

function Choice({ item, ...props }: Props & { item: ApprovalItem }) {
  const reason = whyAlone(item, props);
  return (
    <Tooltip label={reason} disabled={reason === null} multiline maw={260}>
      <span>
        <Checkbox
          aria-label={`Choose ${item.subject.title}`}
          disabled={reason !== null}
          checked={props.chosen.has(item.id)}
          onChange={(event) => props.onChoose([item.id], event.currentTarget.checked)}
        />
      </span>
    </Tooltip>
  );
}

function Subject({ item, refusal }: { item: ApprovalItem; refusal: string | undefined }) {
  return (
    <Stack component="span" gap={2} display="inline-flex">
      <span>{item.subject.title}</span>
      <Text component="span" size="xs" c="dimmed">
        {words(item.kind)} · v{item.subject.version}
        {item.criticScore === null ? "" : ` · critic ${item.criticScore}`}
        {item.quorum > 1 ? ` · ${item.have} of ${item.quorum} approved` : ""}
        {item.youMayDecide ? "" : ` · ${item.whyNot ?? "not yours to decide"}`}
      </Text>
      {refusal !== undefined && (
        <Text component="span" size="xs" c="red" role="alert">
          {refusal}
        </Text>
      )}
      {item.flags.length > 0 && (
        <Group component="span" gap={4}>
          {item.flags.map((flag) => (
            <StatusBadge key={flag} kind="flag" status={flag} size="sm" />
          ))}
        </Group>
      )}
    </Stack>
  );
}
