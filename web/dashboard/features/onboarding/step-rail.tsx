import { VisuallyHidden } from "@mantine/core";
import { IconCheck, IconMinus } from "@tabler/icons-react";
import type { OnboardingStepName, StepState, Wizard } from "#schema/onboarding.ts";
import { steps } from "./steps.ts";
import classes from "./wizard.module.css";
import { stepOf } from "./wizard-context.tsx";

interface StepRailProps {
  wizard: Wizard;
  present: OnboardingStepName;
  onGo: (step: OnboardingStepName) => void;
}

const said: Record<StepState, string> = { pending: "open", done: "done", skipped: "left out" };

/** The steps with their state; each opens at a click. */
export function StepRail({ wizard, present, onGo }: StepRailProps) {
  return (
    <nav aria-label="Steps of the setup">
      <ol className={classes["rail"]}>
        {steps.map(({ name, label, minutes }, index) => {
          const { status } = stepOf(wizard, name);
          return (
            <li key={name}>
              <button
                type="button"
                className={classes["step"]}
                data-status={status}
                aria-current={name === present ? "step" : undefined}
                onClick={() => onGo(name)}
              >
                <span className={classes["dot"]} aria-hidden="true">
                  <Mark status={status} number={index + 1} />
                </span>
                <span className={classes["words"]}>
                  {label}
                  <VisuallyHidden>, {said[status]}</VisuallyHidden>
                  <span className={classes["hint"]} aria-hidden="true">
                    {status === "pending" ? `about ${minutes} min` : said[status]}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Mark({ status, number }: { status: StepState; number: number }) {
  if (status === "done") return <IconCheck size={15} stroke={2.2} />;
  return status === "skipped" ? <IconMinus size={15} stroke={2.2} /> : number;
}
