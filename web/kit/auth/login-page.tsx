"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { LoginAnswer, LoginChallenge } from "#schema/auth.ts";
import { CodeStep } from "./code-step.tsx";
import type { Door } from "./door.ts";
import { EnrolStep } from "./enrol-step.tsx";
import { safeNext, withNext } from "./next-path.ts";
import { PasswordStep } from "./password-step.tsx";

/** The sign-in page of a portal: password or passkey, then the second factor where the account has one or needs one. */
export function LoginPage({ door }: { door: Door }) {
  const next = safeNext(useSearchParams().get("next"));
  const router = useRouter();
  const [challenge, setChallenge] = useState<LoginChallenge["challenge"] | null>(null);

  const proceed = (answer: LoginAnswer): void => {
    if ("challenge" in answer) setChallenge(answer.challenge);
    else if (door.app === "dashboard" && answer.tenantId === null) router.push(withNext("/select-tenant", next));
    else window.location.assign(next);
  };
  const restart = (): void => setChallenge(null);

  if (challenge === null) return <PasswordStep door={door} onAnswer={proceed} />;
  if (challenge.methods.includes("setup")) {
    return <EnrolStep door={door} challenge={challenge} onAnswer={proceed} onRestart={restart} />;
  }
  return <CodeStep door={door} challenge={challenge} onAnswer={proceed} onRestart={restart} />;
}
