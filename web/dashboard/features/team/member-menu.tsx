"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconUserMinus } from "@tabler/icons-react";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import type { Member } from "#schema/member.ts";
import { useRemoveMember } from "./queries.ts";

/** What an admin may do with a person beside the role. */
export function MemberMenu({ member }: { member: Member }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const remove = useRemoveMember(close);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={`Actions for ${member.user.name}`}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconUserMinus size={16} aria-hidden />} onClick={open}>
            Remove from the workspace
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isAsking}
        onClose={close}
        onConfirm={() => remove.mutate(member)}
        isBusy={remove.isPending}
        title={`Remove ${member.user.name}?`}
        confirmLabel="Remove"
        danger
      >
        {member.user.name} can no longer enter this workspace. What they wrote and decided stays.
      </ConfirmDialog>
    </>
  );
}
