"use client";

import { ChannelsBoard } from "#kit/channels/channels-board.tsx";
import { StepFrame } from "./step-frame.tsx";
import { useStepForm } from "./use-step-form.ts";

/** What is connected, and what can be: at the providers in a window of their own, so that the wizard stays as it is. */
export function ChannelsStep() {
  const { form, submit, problem, isBusy } = useStepForm("channels", {}, () => ({}));
  return (
    <StepFrame step="channels" onSubmit={form.onSubmit(submit)} isBusy={isBusy} problem={problem}>
      <ChannelsBoard />
    </StepFrame>
  );
}
