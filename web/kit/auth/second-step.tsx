"use client";

import type { LoginChallenge, LoginResult } from "#schema/auth.ts";
import { CodeStep } from "./code-step.tsx";
import type { Door } from "./door.ts";
import { EnrolStep } from "./enrol-step.tsx";

interface SecondStepProps {
  door: Door;
  challenge: LoginChallenge["challenge"];
  onAnswer: (result: LoginResult) => void;
  /** Back to the beginning. */
  onRestart: () => void;
}

/** What comes after a right password: the code of the second factor, or its set-up where the account has none yet. */
export function SecondStep(props: SecondStepProps) {
  return props.challenge.methods.includes("setup") ? <EnrolStep {...props} /> : <CodeStep {...props} />;
}
