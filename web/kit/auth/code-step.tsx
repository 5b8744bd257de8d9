"use client";

import { Anchor, Button, Checkbox, Stack, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { useState } from "react";
import type { LoginChallenge, LoginResult } from "#schema/auth.ts";
import { asApiError } from "../api/error.ts";
import { CodeField } from "./code-field.tsx";
import type { Door } from "./door.ts";
import { DoorPage } from "./door-page.tsx";
import { FormProblem } from "./form-problem.tsx";
import { useSecondFactor } from "./queries.ts";

interface CodeStepProps {
  door: Door;
  challenge: LoginChallenge["challenge"];
  onAnswer: (result: LoginResult) => void;
  onRestart: () => void;
}

const codeLength = 6;

/** Second step of the sign-in: the code of the authenticator app, or a recovery code. */
export function CodeStep({ door, challenge, onAnswer, onRestart }: CodeStepProps) {
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState("");
  const [attempt, setAttempt] = useState(0);
  const [trustDevice, setTrustDevice] = useState(false);
  const confirm = useSecondFactor(onAnswer, () => {
    setCode("");
    setAttempt((present) => present + 1);
  });
  const send = (given: string): void =>
    confirm.mutate(
      isRecovery
        ? { means: "recovery", challengeId: challenge.id, code: given.trim() }
        : { means: "totp", challengeId: challenge.id, code: given, trustDevice },
    );
  const problem = confirm.error ? asApiError(confirm.error) : null;
  const isOver = problem?.code === "link.link_expired";
  const isWrong = problem?.code === "auth.bad_code";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send(code);
  };
  const turn = (): void => {
    setRecovery(!isRecovery);
    setCode("");
    confirm.reset();
  };
  return (
    <DoorPage
      door={door}
      title={isRecovery ? "Recovery code" : "Enter your code"}
      lead={
        isRecovery
          ? "One of the codes you kept when you set up the second factor. Each works once."
          : "Six digits from your authenticator app."
      }
      foot={
        <>
          <Anchor component="button" type="button" size="sm" onClick={turn}>
            {isRecovery ? "Use the authenticator app" : "Use a recovery code"}
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={onRestart}>
            Start again
          </Anchor>
        </>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormProblem error={isWrong ? null : confirm.error} />
          {isRecovery ? (
            <TextInput
              label="Recovery code"
              size="md"
              autoComplete="off"
              autoFocus
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              error={isWrong ? "This recovery code is wrong or was used already. Take another one." : null}
              errorProps={{ role: "alert" }}
            />
          ) : (
            <CodeField
              key={attempt}
              label="Code"
              value={code}
              onChange={setCode}
              onComplete={send}
              error={isWrong ? problem?.message : null}
              autoFocus
              disabled={confirm.isPending}
            />
          )}
          {isRecovery ? null : (
            <Checkbox
              label="Do not ask on this device for 30 days"
              checked={trustDevice}
              onChange={(event) => setTrustDevice(event.currentTarget.checked)}
            />
          )}
          {isOver ? (
            <Button size="md" fullWidth onClick={onRestart}>
              Start again
            </Button>
          ) : (
            <Button
              type="submit"
              size="md"
              fullWidth
              loading={confirm.isPending || confirm.isSuccess}
              disabled={code.trim().length < codeLength}
            >
              Continue
            </Button>
          )}
        </Stack>
      </form>
    </DoorPage>
  );
}
