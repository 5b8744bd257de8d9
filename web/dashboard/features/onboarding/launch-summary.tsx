"use client";

import { Anchor } from "@mantine/core";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { OnboardingStepName } from "#schema/onboarding.ts";
import { steps } from "./steps.ts";
import classes from "./wizard.module.css";
import { stepOf, useWizardBoard } from "./wizard-context.tsx";

/** What was filled in and where gaps are; each leads back to its step. */
export function LaunchSummary() {
  const { wizard } = useWizardBoard();
  const [, setStep] = useQueryState("step", parseAsStringLiteral(OnboardingStepName.options));
  return (
    <ul className={classes["summary"]} aria-label="What was filled in">
      {steps
        .filter(({ name }) => name !== "launch")
        .map(({ name, label }) => {
          const isDone = stepOf(wizard, name).status === "done";
          return (
            <li key={name}>
              <Anchor
                component="button"
                type="button"
                size="sm"
                onClick={() => void setStep(name, { history: "push" })}
              >
                {label}
              </Anchor>
              <ToneBadge tone={isDone ? "done" : "attention"}>{isDone ? "Filled in" : "Left open"}</ToneBadge>
            </li>
          );
        })}
    </ul>
  );
}
