"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { LoginAnswer, LoginChallenge } from "#schema/auth.ts";
import type { Door } from "./door.ts";
import { safeNext } from "./next-path.ts";
import { PasswordStep } from "./password-step.tsx";
import { SecondStep } from "./second-step.tsx";
import { useEntry } from "./use-entry.ts";

/** The sign-in page of a portal: password or passkey, then the second factor where the account has one or needs one. */
export function LoginPage({ door }: { door: Door }) {
  const enter = useEntry(door, safeNext(useSearchParams().get("next")));
  const [challenge, setChallenge] = useState<LoginChallenge["challenge"] | null>(null);
  const proceed = (answer: LoginAnswer): void => {
    if ("challenge" in answer) setChallenge(answer.challenge);
    else enter(answer);
  };
  if (challenge === null) return <PasswordStep door={door} onAnswer={proceed} />;
  return <SecondStep door={door} challenge={challenge} onAnswer={enter} onRestart={() => setChallenge(null)} />;
}
