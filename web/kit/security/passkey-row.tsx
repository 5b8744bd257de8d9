"use client";

import { ActionIcon, Button, Group, Menu, TextInput } from "@mantine/core";
import { IconDots, IconFingerprint, IconPencil, IconTrash } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { useState } from "react";
import type { Passkey } from "#schema/account.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { shortDate } from "../components/format.ts";
import { ToneBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { useRemovePasskey, useRenamePasskey } from "./queries.ts";
import { Thing } from "./thing-list.tsx";

/** One passkey: its name, when it was used; rename, remove. */
export function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const [mode, setMode] = useState<"shown" | "renaming" | "removing">("shown");
  const remove = useRemovePasskey(() => setMode("shown"));
  return (
    <>
      <Thing
        icon={IconFingerprint}
        name={
          mode === "renaming" ? (
            <RenameForm passkey={passkey} onDone={() => setMode("shown")} />
          ) : (
            <>
              {passkey.name}
              {passkey.backedUp ? (
                <ToneBadge tone="waiting" size="sm">
                  Synchronised
                </ToneBadge>
              ) : null}
            </>
          )
        }
        facts={
          <>
            Added {shortDate(passkey.createdAt)} ·{" "}
            {passkey.lastUsedAt ? (
              <>
                last used <TimeAgo at={passkey.lastUsedAt} />
              </>
            ) : (
              "never used"
            )}
          </>
        }
        actions={
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="lg" aria-label={`Actions for ${passkey.name}`}>
                <IconDots size={18} stroke={1.6} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setMode("renaming")}>
                Rename
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setMode("removing")}
              >
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        }
      />
      <ConfirmDialog
        opened={mode === "removing"}
        onClose={() => setMode("shown")}
        onConfirm={() => remove.mutate(passkey.id)}
        isBusy={remove.isPending}
        title={`Remove ${passkey.name}?`}
        confirmLabel="Remove"
        danger
      >
        This passkey no longer opens your account. The device may still list it: remove it there too.
      </ConfirmDialog>
    </>
  );
}

function RenameForm({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const [name, setName] = useState(passkey.name);
  const rename = useRenamePasskey(onDone);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === passkey.name) onDone();
    else rename.mutate({ id: passkey.id, name: name.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs">
        <TextInput
          aria-label="Name of the passkey"
          size="xs"
          maxLength={60}
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") onDone();
          }}
        />
        <Button type="submit" size="xs" loading={rename.isPending} disabled={name.trim() === ""}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
