"use client";

import { Button, Group, VisuallyHidden } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useState } from "react";
import { wholeList } from "#kit/api/whole-list.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { Invitation } from "#schema/invitation.ts";
import { useInvitations, useResend, useRevoke } from "./queries.ts";
import { roles } from "./role-words.ts";

const looks = {
  open: { tone: "attention", word: "Waiting" },
  accepted: { tone: "done", word: "Accepted" },
  revoked: { tone: "waiting", word: "Called back" },
  expired: { tone: "failed", word: "Too old" },
} as const;

/** Invitations that were sent, and how they stand. */
export function InvitationsPanel({ onInvite }: { onInvite: () => void }) {
  const list = wholeList(useInvitations());
  const [doomed, setDoomed] = useState<Invitation | null>(null);
  const revoke = useRevoke(() => setDoomed(null));
  const columns: Column<Invitation>[] = [
    { key: "email", header: "E-mail", cell: ({ email }) => email },
    { key: "role", header: "Role", width: 110, cell: ({ role }) => roles[role].label },
    {
      key: "status",
      header: "Status",
      width: 130,
      cell: ({ status }) => <ToneBadge tone={looks[status].tone}>{looks[status].word}</ToneBadge>,
    },
    { key: "by", header: "Invited by", width: 160, hideOnCard: true, cell: ({ invitedBy }) => invitedBy },
    { key: "until", header: "Valid until", width: 130, cell: ({ expiresAt }) => <TimeAgo at={expiresAt} /> },
    {
      key: "actions",
      header: "Actions",
      width: 190,
      align: "right",
      cell: (invitation) =>
        invitation.status === "open" || invitation.status === "expired" ? (
          <RowActions invitation={invitation} onRevoke={() => setDoomed(invitation)} />
        ) : null,
    },
  ];
  return (
    <Panel title="Invitations" flush>
      <DataTable
        label="Invitations"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            compact
            icon={IconMail}
            title="Nobody was invited yet"
            text="An invitation is a mail with a link that works once, for seven days."
            action={
              <Button size="xs" variant="default" onClick={onInvite}>
                Invite somebody
              </Button>
            }
          />
        }
      />
      <ConfirmDialog
        opened={doomed !== null}
        onClose={() => setDoomed(null)}
        onConfirm={() => doomed && revoke.mutate(doomed)}
        isBusy={revoke.isPending}
        title="Call the invitation back?"
        confirmLabel="Call back"
        danger
      >
        The link that {doomed?.email} got stops working at once.
      </ConfirmDialog>
    </Panel>
  );
}

function RowActions({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const resend = useResend();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="compact-sm" variant="default" loading={resend.isPending} onClick={() => resend.mutate(invitation)}>
        Resend
        <VisuallyHidden>&nbsp;the invitation of {invitation.email}</VisuallyHidden>
      </Button>
      {invitation.status === "open" ? (
        <Button size="compact-sm" variant="default" onClick={onRevoke}>
          Call back
          <VisuallyHidden>&nbsp;the invitation of {invitation.email}</VisuallyHidden>
        </Button>
      ) : null}
    </Group>
  );
}
