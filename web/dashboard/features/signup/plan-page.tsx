"use client";

import { ErrorBlock } from "#kit/components/error-block.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { Signup } from "#schema/signup.ts";
import { PlanForm } from "./plan-form.tsx";
import { usePlans } from "./queries.ts";
import { StepPage } from "./step-page.tsx";
import { useResume } from "./use-resume.ts";

/** Last page of the sign-up: plan, billing address, terms. */
export function PlanPage() {
  const resumed = useResume();
  return (
    <StepPage step="plan" title="Choose a plan" lead="You can change it at any time." resumed={resumed}>
      {(signup) => <Offers signup={signup} resumed={resumed} />}
    </StepPage>
  );
}

function Offers({ signup, resumed }: { signup: Signup; resumed: ReturnType<typeof useResume> }) {
  const plans = usePlans(resumed.key);
  if (plans.data) return <PlanForm signup={signup} signupKey={resumed.key} plans={plans.data} />;
  if (plans.error) return <ErrorBlock error={plans.error} onRetry={() => void plans.refetch()} />;
  return <TextSkeleton lines={8} />;
}
