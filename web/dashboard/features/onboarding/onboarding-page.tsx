"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useRights, useWorkspace } from "#kit/auth/session.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { OnboardingStepName, type Wizard } from "#schema/onboarding.ts";
import { useWizard } from "./queries.ts";
import { SetupProgress } from "./setup-progress.tsx";
import { StepRail } from "./step-rail.tsx";
import { StepView } from "./step-view.tsx";
import { minutesLeft, steps } from "./steps.ts";
import classes from "./wizard.module.css";
import { WizardContext } from "./wizard-context.tsx";

/** The wizard of a new workspace and, once launched, how far the chain has come. */
export function OnboardingPage() {
  const wizard = useWizard();
  const workspace = useWorkspace();
  const isOpen = wizard.data?.status === "open";
  return (
    <>
      <PageHeader
        title={isOpen ? "Set up your workspace" : "Setup"}
        name="Setup"
        lead={wizard.data ? leadOf(wizard.data) : "One moment…"}
      />
      {wizard.isPending || workspace.isPending ? <TextSkeleton lines={10} /> : null}
      {wizard.error && !wizard.data ? <ErrorBlock error={wizard.error} onRetry={() => void wizard.refetch()} /> : null}
      {workspace.error && !workspace.data ? (
        <ErrorBlock error={workspace.error} onRetry={() => void workspace.refetch()} />
      ) : null}
      {wizard.data && workspace.data ? (
        isOpen ? (
          <Steps wizard={wizard.data} tenantId={workspace.data.tenant.id} />
        ) : (
          <SetupProgress />
        )
      ) : null}
    </>
  );
}

function leadOf(wizard: Wizard): string {
  if (wizard.status !== "open") return "From your website to a monthly plan: what was done, and what waits for whom.";
  const left = minutesLeft(new Set(wizard.steps.filter(({ status }) => status !== "pending").map(({ step }) => step)));
  return `About ${left} minutes. Every step may be left out and opened again; what you save stays.`;
}

function Steps({ wizard, tenantId }: { wizard: Wizard; tenantId: string }) {
  const { can } = useRights();
  const first = wizard.steps.find(({ status }) => status === "pending")?.step ?? "launch";
  const [chosen, setChosen] = useQueryState("step", parseAsStringLiteral(OnboardingStepName.options));
  const present = chosen ?? first;
  const go = (offset: 1 | -1): void => {
    const at = steps.findIndex(({ name }) => name === present);
    const next = steps[Math.max(0, Math.min(steps.length - 1, at + offset))];
    if (next) void setChosen(next.name, { history: "push" });
  };
  return (
    <WizardContext value={{ wizard, tenantId, mayEdit: can("brand.edit"), go }}>
      <div className={classes["columns"]}>
        <StepRail wizard={wizard} present={present} onGo={(step) => void setChosen(step, { history: "push" })} />
        <StepView key={present} step={present} />
      </div>
    </WizardContext>
  );
}
