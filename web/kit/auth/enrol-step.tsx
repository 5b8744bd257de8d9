"use client";

import { Anchor, Button, Checkbox, Loader, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { RecoveryCodes as Codes, LoginChallenge, LoginResult } from "#schema/auth.ts";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { FormProblem } from "./form-problem.tsx";
import { useConfirmEnrol, useEnrol } from "./queries.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { TotpSetup } from "./totp-setup.tsx";

interface EnrolStepProps {
  door: Door;
  challenge: LoginChallenge["challenge"];
  onAnswer: (result: LoginResult) => void;
  onRestart: () => void;
}

/** An account that must have a second factor gets one before it enters: app, first code, recovery codes. */
export function EnrolStep({ door, challenge, onAnswer, onRestart }: EnrolStepProps) {
  const setup = useEnrol();
  const confirm = useConfirmEnrol();
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    setup.mutate({ challengeId: challenge.id });
  });
  if (confirm.data) return <SaveCodes door={door} confirmed={confirm.data} onDone={() => onAnswer(confirm.data)} />;
  return (
    <DoorPage
      door={door}
      title="Add a second factor"
      lead="Your account opens only with a code of an authenticator app beside the password."
      foot={
        <Anchor component="button" type="button" size="sm" onClick={onRestart}>
          Start again
        </Anchor>
      }
    >
      <FormProblem error={setup.error} />
      {setup.isPending || setup.isIdle ? <Loader aria-label="Making a key" /> : null}
      {setup.data ? (
        <TotpSetup
          setup={setup.data}
          onConfirm={(code) => confirm.mutate({ challengeId: challenge.id, code })}
          error={confirm.error}
          isBusy={confirm.isPending}
        />
      ) : null}
    </DoorPage>
  );
}

interface SaveCodesProps {
  door: Door;
  confirmed: LoginResult & Codes;
  onDone: () => void;
}

function SaveCodes({ door, confirmed, onDone }: SaveCodesProps) {
  const [isKept, setKept] = useState(false);
  return (
    <DoorPage door={door} title="Keep your recovery codes" lead="They are shown once, here and now.">
      <Stack>
        <Text size="sm">
          Without your phone, each of these codes opens the account once. Keep them where you keep your passwords.
        </Text>
        <RecoveryCodes codes={confirmed.recoveryCodes} account={confirmed.user.email} />
        <Checkbox
          label="I have kept the codes"
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Button size="md" fullWidth disabled={!isKept} onClick={onDone}>
          Continue
        </Button>
      </Stack>
    </DoorPage>
  );
}
