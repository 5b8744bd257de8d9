"use client";

import { Button, Text } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconFingerprint } from "@tabler/icons-react";
import { asApiError, isCancelled } from "../api/error.ts";
import { knowsPasskeys, PasskeyCancelled } from "../auth/passkey.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TableSkeleton } from "../components/skeletons.tsx";
import { PasskeyRow } from "./passkey-row.tsx";
import { useAddPasskey, usePasskeys } from "./queries.ts";
import { ThingList } from "./thing-list.tsx";

function tell(error: Error): void {
  if (error instanceof PasskeyCancelled || isCancelled(error)) return;
  const isKnown = error.name === "InvalidStateError";
  notifications.show({
    title: "No passkey was added",
    message: isKnown ? "This device has a passkey of your account already." : asApiError(error).message,
    color: "red",
    autoClose: 8_000,
  });
}

/** Passkeys of the account: sign in with the device's fingerprint, face or PIN instead of password and code. */
export function PasskeysPanel() {
  const passkeys = usePasskeys();
  const add = useAddPasskey(tell);
  const isMounted = useMounted();
  const canAdd = isMounted && knowsPasskeys();
  const items = passkeys.data?.items ?? [];
  const button = (
    <Button size="xs" variant="default" onClick={() => add.mutate()} loading={add.isPending}>
      Add a passkey
    </Button>
  );
  return (
    <Panel title="Passkeys" flush actions={canAdd && items.length > 0 ? button : null}>
      {passkeys.isPending ? <TableSkeleton rows={1} label="Loading passkeys" /> : null}
      {passkeys.error && !passkeys.data ? (
        <ErrorBlock error={passkeys.error} onRetry={() => void passkeys.refetch()} />
      ) : null}
      {passkeys.data && items.length === 0 ? (
        <EmptyState
          compact
          icon={IconFingerprint}
          title="No passkey yet"
          text="With a passkey you sign in by fingerprint, face or PIN of your device; there is nothing to type and nothing to steal."
          action={canAdd ? button : <Text size="sm">This browser does not know passkeys.</Text>}
        />
      ) : null}
      {items.length > 0 ? (
        <ThingList label="Passkeys">
          {items.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </ThingList>
      ) : null}
    </Panel>
  );
}
