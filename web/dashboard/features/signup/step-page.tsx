"use client";

import type { ReactNode } from "react";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { Signup } from "#schema/signup.ts";
import { SignupFrame } from "./signup-frame.tsx";
import { StepList } from "./step-list.tsx";
import type { StepName } from "./steps.ts";
import { Summary } from "./summary.tsx";
import type { useResume } from "./use-resume.ts";

interface StepPageProps {
  step: StepName;
  title: string;
  lead: string;
  resumed: ReturnType<typeof useResume>;
  /** Drawn once the sign-up is read. */
  children: (signup: Signup) => ReactNode;
}

/** A page of the wizard after the first: it stands on a sign-up that the service knows. */
export function StepPage({ step, title, lead, resumed, children }: StepPageProps) {
  const { signup, error, retry } = resumed;
  return (
    <SignupFrame
      title={title}
      lead={lead}
      steps={<StepList country={signup?.country ?? ""} present={step} />}
      aside={<Summary signup={signup} />}
    >
      {signup ? children(signup) : error ? <ErrorBlock error={error} onRetry={retry} /> : <TextSkeleton lines={6} />}
    </SignupFrame>
  );
}
