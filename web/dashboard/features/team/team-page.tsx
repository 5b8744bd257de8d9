"use client";

import { Button, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useRights } from "#kit/auth/session.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { InvitationsPanel } from "./invitations-panel.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MembersPanel } from "./members-panel.tsx";
import { PolicyPanel } from "./policy-panel.tsx";

/** Who belongs to the workspace, as what; admins invite, change roles and remove. */
export function TeamPage() {
  const { can } = useRights();
  const isAdmin = can("member.manage");
  const [isInviting, { open, close }] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title="Team"
        lead="Your company's people, and those of the agency who work for you."
        actions={
          isAdmin ? (
            <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
              Invite somebody
            </Button>
          ) : null
        }
      />
      <Stack>
        <MembersPanel isAdmin={isAdmin} />
        {isAdmin ? <InvitationsPanel onInvite={open} /> : null}
        {can("security_policy.edit") ? <PolicyPanel /> : null}
      </Stack>
      <InviteDialog opened={isInviting} onClose={close} />
    </>
  );
}
