import type { RequestStatus } from "#schema/request.ts";
import classes from "./request-progress.module.css";

const steps = [
  { label: "Asked", reached: ["submitted", "approved", "in_production", "fulfilled"] },
  { label: "Approved", reached: ["approved", "in_production", "fulfilled"] },
  { label: "Being written", reached: ["in_production", "fulfilled"] },
  { label: "Fulfilled", reached: ["fulfilled"] },
] as const satisfies readonly { label: string; reached: readonly RequestStatus[] }[];

/** How far a request has come; nothing for one that ended early. */
export function RequestProgress({ status }: { status: RequestStatus }) {
  if (status === "rejected" || status === "cancelled") return null;
  const done = steps.filter((step) => (step.reached as readonly RequestStatus[]).includes(status)).length;
  return (
    <ol className={classes["steps"]} aria-label="Progress">
      {steps.map((step, index) => (
        <li
          key={step.label}
          className={classes["step"]}
          data-done={index < done || undefined}
          {...(index === done - 1 ? { "aria-current": "step" } : {})}
        >
          {step.label}
        </li>
      ))}
    </ol>
  );
}
