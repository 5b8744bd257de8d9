import { VisuallyHidden } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import classes from "./step-list.module.css";
import type { StepName } from "./steps.ts";
import { stepsOf } from "./steps.ts";

/** Where in the wizard one is. */
export function StepList({ country, present }: { country: string; present: StepName }) {
  const steps = stepsOf(country);
  const now = steps.findIndex((step) => step.name === present);
  return (
    <ol className={classes["steps"]} aria-label={`Step ${now + 1} of ${steps.length}`}>
      {steps.map((step, index) => (
        <li
          key={step.name}
          className={classes["step"]}
          data-state={index < now ? "done" : index === now ? "now" : "open"}
          aria-current={index === now ? "step" : undefined}
        >
          <span className={classes["number"]} aria-hidden="true">
            {index < now ? <IconCheck size={14} stroke={2.2} /> : index + 1}
          </span>
          <span className={classes["word"]}>{step.word}</span>
          {index < now ? <VisuallyHidden>, done</VisuallyHidden> : null}
        </li>
      ))}
    </ol>
  );
}
