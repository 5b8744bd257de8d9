"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { IconBan, IconDots, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import type { ApiKey, ApiKeyOnce } from "#schema/api-key.ts";
import { useRevokeKey, useRotateKey } from "./queries.ts";

/** Rotates a key, or ends it. */
export function KeyMenu({ apiKey, onRotated }: { apiKey: ApiKey; onRotated: (key: ApiKeyOnce) => void }) {
  const [asked, setAsked] = useState<"rotate" | "revoke" | null>(null);
  const close = (): void => setAsked(null);
  const rotate = useRotateKey((key) => {
    close();
    onRotated(key);
  });
  const revoke = useRevokeKey(close);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={`Actions for ${apiKey.name}`}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => setAsked("rotate")}>
            Rotate
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconBan size={16} aria-hidden />} onClick={() => setAsked("revoke")}>
            Revoke
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asked === "rotate"}
        onClose={close}
        onConfirm={() => rotate.mutate(apiKey)}
        isBusy={rotate.isPending}
        title={`Rotate ${apiKey.name}?`}
        confirmLabel="Make the successor"
      >
        You get a new key with the same scopes. The old one goes on for 24 hours, so that you can change over.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === "revoke"}
        onClose={close}
        onConfirm={() => revoke.mutate(apiKey)}
        isBusy={revoke.isPending}
        title={`Revoke ${apiKey.name}?`}
        confirmLabel="Revoke"
        danger
      >
        Whatever uses it is refused from the next request on. This cannot be taken back.
      </ConfirmDialog>
    </>
  );
}
