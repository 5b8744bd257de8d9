"use client";
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconUserExclamation } from "@tabler/icons-react";
import Link from "next/link";
import type { ApprovalKind } from "#schema/approval.ts";
import { useActiveTenant } from "../api/tenant-store.ts";
import type { PortalName } from "../blog/paths.ts";
import { approvalHref } from "./approval-queue.tsx";
import { useApprovals } from "./queries.ts";

interface Props {
  portal: PortalName;
  kind: ApprovalKind;
  /** What the decision is about; several where a page shows several, of which the first is named. */
  subjectIds: readonly string[];
}

/** Says that a thing waits for a decision of this portal's people, and leads to it. */
export function WaitingNote(props: Props) {
  return props.subjectIds.length > 0 ? <Note {...props} /> : null;
}

function Note({ portal, kind, subjectIds }: Props) {
  const tenantId = useActiveTenant();
  const { items } = useApprovals(portal, { kind, tenantId: portal === "dm" ? tenantId : null });
  const waiting = items.find(({ subject }) => subjectIds.includes(subject.id));
  if (!waiting) return null;
  return (
    <Alert color="yellow" icon={<IconUserExclamation size={18} aria-hidden />} title="Waits for a decision">
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {waiting.youMayDecide
            ? `Version ${waiting.subject.version} is before you.`
            : (waiting.whyNot ?? "Others decide this version.")}
        </Text>
        <Button component={Link} href={approvalHref(portal, waiting)} size="xs" variant="default">
          {waiting.youMayDecide ? "Review and decide" : "See what is decided"}
        </Button>
      </Group>
    </Alert>
  );
}
