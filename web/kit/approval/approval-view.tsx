"use client";
import { Anchor, Button, Group, List, Stack, Text, Timeline } from "@mantine/core";
import { IconFileOff } from "@tabler/icons-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import type { ApprovalDetail, ApprovalKind, ApprovalStage } from "#schema/approval.ts";
import { useApi } from "../api/query.tsx";
import { type PortalName, pathsOf } from "../blog/paths.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { Markdown } from "../components/markdown.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { kindOfApproval } from "../piece/kinds.ts";
import { approvalHref } from "./approval-queue.tsx";
import { DecisionBar } from "./decision-bar.tsx";
import { useNextApproval } from "./use-next-approval.ts";

const effects: Partial<Record<ApprovalKind, Partial<Record<ApprovalStage, string>>>> = {
  context_file: { client: "Every agent works with it from now on, and the strategy is written next." },
  strategy: { client: "Goals and a monthly plan are made of it next." },
  deliverable_plan: { dm: "Goals and quantities are in force, and the first month is planned at once." },
  action_items: { dm: "The tasks are open from now on." },
  keyword_group: { dm: "Texts may be written for these terms." },
  review_response: { dm: "The answer stands under the review once it was sent." },
  campaign: { dm: "The client decides next.", client: "The agency may begin the campaign." },
  optimisation: { dm: "The client decides next.", client: "The changes may be made." },
  code_change: { dm: "The change may be brought to the site; nothing is applied by itself." },
  social_copy: { dm: "Its pictures are made next; whoever decides last then sees text and pictures." },
  social_post: {
    dm: "It goes out at its time, as soon as its account is connected.",
    client: "It goes out at its time, as soon as its account is connected.",
  },
  gbp_publish: { dm: "The post goes out as soon as a business profile is connected." },
};

/** Reads one approval that is decided on a page of its own, and lets the person decide. */
export function ApprovalView({ portal, id }: { portal: PortalName; id: string }) {
  const surface = portal === "dm" ? "/dm/v1" : "/dashboard/v1";
  const approval = useApi<ApprovalDetail>(`${surface}/approvals/${id}`);
  if (approval.isError)
    return (
      <ErrorBlock
        error={approval.error}
        title="The approval could not be loaded."
        onRetry={() => void approval.refetch()}
      />
    );
  if (!approval.data) return <TextSkeleton lines={14} />;
  return <Loaded portal={portal} approval={approval.data} />;
}

function Loaded({ portal, approval }: { portal: PortalName; approval: ApprovalDetail }) {
  const [seenHash, setSeenHash] = useState(approval.contentHash);
  const nextHref = useNextApproval(portal, approval.subject.id);
  const effect = effects[approval.kind]?.[approval.stage];
  return (
    <>
      <PageHeader
        title={approval.subject.title || words(approval.kind)}
        badge={
          <Group gap={6}>
            <StatusBadge kind="approval" status={approval.status} />
            <StatusBadge kind="risk" status={approval.risk} />
            {approval.flags.map((flag) => (
              <StatusBadge key={flag} kind="flag" status={flag} />
            ))}
          </Group>
        }
        lead={leadOf(approval)}
        crumbs={[{ label: "Approvals", href: "/approvals" }]}
        actions={<ToPiece portal={portal} approval={approval} />}
      />
      <Stack gap="lg">
        <Panel title="What is decided">
          <Preview portal={portal} approval={approval} />
        </Panel>
        {approval.warnings.length > 0 && (
          <Panel title="What was noticed">
            <List size="sm">
              {approval.warnings.map((warning) => (
                <List.Item key={warning}>{warning}</List.Item>
              ))}
            </List>
          </Panel>
        )}
        {approval.history.length > 0 && <History approval={approval} />}
      </Stack>
      {approval.status === "pending" && (
        <DecisionBar
          portal={portal}
          approval={approval}
          {...(effect ? { effect } : {})}
          subject={`${approval.subject.title} of ${approval.tenantName}`}
          seenHash={seenHash}
          onReview={() => setSeenHash(approval.contentHash)}
          nextHref={nextHref}
        />
      )}
    </>
  );
}

/** A text is worded on its own page, before it is decided. */
function ToPiece({ portal, approval }: { portal: PortalName; approval: ApprovalDetail }) {
  const kind = kindOfApproval(approval.kind);
  if (kind === null) return null;
  const mayWord = portal === "dm" && approval.status === "pending";
  const href = pathsOf(portal, approval.tenantId).piece(kind, approval.subject.id);
  return (
    <Button component={Link} href={mayWord ? `${href}?mode=edit` : href} variant="default">
      {mayWord ? "Edit the text" : "Open the text"}
    </Button>
  );
}

function leadOf({ kind, tenantName, subject, have, quorum, decidedBy, decidedAt }: ApprovalDetail): ReactNode {
  return (
    <>
      {words(kind)} of {tenantName}, version {subject.version}
      {quorum > 1 && ` · ${have} of ${quorum} have approved`}
      {decidedBy !== null && decidedAt !== null && (
        <>
          {" "}
          · decided by {decidedBy} <TimeAgo at={decidedAt} />
        </>
      )}
    </>
  );
}

function Preview({ portal, approval }: { portal: PortalName; approval: ApprovalDetail }) {
  if (approval.preview !== null) return <Markdown look="plain">{approval.preview}</Markdown>;
  const href = approvalHref(portal, approval);
  if (href === pathsOf(portal, approval.tenantId).approval(approval.id))
    return <EmptyState compact icon={IconFileOff} title="It is no longer there" />;
  return (
    <Anchor component={Link} href={href} size="sm">
      Open {words(approval.kind).toLowerCase()}
    </Anchor>
  );
}

const said = { approve: "Approved", reject: "Sent back" } as const;

/** Who decided what before, of this and earlier versions. */
export function History({ approval }: { approval: Pick<ApprovalDetail, "history"> }) {
  return (
    <Panel title="History">
      <Timeline bulletSize={14} lineWidth={2} active={-1}>
        {approval.history.map((entry) => (
          <Timeline.Item
            key={`${entry.at}:${entry.who}`}
            title={`${said[entry.decision]} by the ${entry.stage === "dm" ? "agency" : "client"}`}
          >
            {entry.note !== null && <Text size="sm">{entry.note}</Text>}
            <Text size="xs" c="dimmed">
              {entry.who} · <TimeAgo at={entry.at} />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Panel>
  );
}
