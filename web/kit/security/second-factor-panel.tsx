"use client";

import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import type { Security, User } from "#schema/account.ts";
import { RecoveryCodes } from "../auth/recovery-codes.tsx";
import { TotpSetup } from "../auth/totp-setup.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { DisableFactor } from "./disable-factor.tsx";
import { useForgetDevices, useNewRecoveryCodes, useSecurity, useTotpConfirm, useTotpSetup } from "./queries.ts";

const fewCodes = 3;

/** The second factor: an authenticator app beside the password, and the codes that stand in for it. */
export function SecondFactorPanel({ user }: { user: User }) {
  const security = useSecurity();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const facts = security.data;
  return (
    <Panel title="Second factor" aside={facts ? <FactorBadge isOn={facts.totp.enabled} /> : null}>
      {security.isPending ? <TextSkeleton lines={2} /> : null}
      {security.error && !facts ? <ErrorBlock error={security.error} onRetry={() => void security.refetch()} /> : null}
      {codes ? (
        <Stack>
          <Text size="sm">
            Keep these codes where you keep your passwords. Without your phone, each opens the account once. They are
            shown only now.
          </Text>
          <RecoveryCodes codes={codes} account={user.email} />
          <Group>
            <Button onClick={() => setCodes(null)}>I have kept them</Button>
          </Group>
        </Stack>
      ) : null}
      {facts && !codes ? (
        facts.totp.enabled ? (
          <FactorOn facts={facts} onCodes={setCodes} />
        ) : (
          <FactorOff onCodes={setCodes} />
        )
      ) : null}
    </Panel>
  );
}

function FactorBadge({ isOn }: { isOn: boolean }) {
  return <ToneBadge tone={isOn ? "done" : "waiting"}>{isOn ? "On" : "Off"}</ToneBadge>;
}

function FactorOff({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const setup = useTotpSetup();
  const confirm = useTotpConfirm();
  if (setup.data) {
    return (
      <TotpSetup
        setup={setup.data}
        onConfirm={(code) => confirm.mutate(code, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) })}
        error={confirm.error}
        isBusy={confirm.isPending}
        secondary={
          <Button variant="default" onClick={() => setup.reset()}>
            Cancel
          </Button>
        }
      />
    );
  }
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        A code of an authenticator app beside the password: who learns the password alone stays outside.
      </Text>
      <Button onClick={() => setup.mutate()} loading={setup.isPending}>
        Set up
      </Button>
    </Stack>
  );
}

function FactorOn({ facts, onCodes }: { facts: Security; onCodes: (codes: readonly string[]) => void }) {
  const renew = useNewRecoveryCodes();
  const forget = useForgetDevices();
  const { recoveryCodesLeft, required } = facts.totp;
  return (
    <Stack gap="md">
      <Text size="sm">
        Signing in asks for a code of your authenticator app. {recoveryCodesLeft} of 10 recovery codes are left.
      </Text>
      {recoveryCodesLeft <= fewCodes ? (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          Few recovery codes are left. Make new ones before you need them.
        </Alert>
      ) : null}
      <Group gap="sm">
        <Button
          variant="default"
          loading={renew.isPending}
          onClick={() => renew.mutate(undefined, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) })}
        >
          New recovery codes
        </Button>
        {facts.trustedDevices > 0 ? (
          <Button variant="default" loading={forget.isPending} onClick={() => forget.mutate()}>
            Ask on all devices again
          </Button>
        ) : null}
        {required ? null : <DisableFactor />}
      </Group>
      {required ? (
        <Text size="xs" c="dimmed">
          Your role requires a second factor, so it cannot be switched off.
        </Text>
      ) : null}
    </Stack>
  );
}
