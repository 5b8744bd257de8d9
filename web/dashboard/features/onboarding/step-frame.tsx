"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import type { FormEvent, ReactNode } from "react";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { Panel } from "#kit/components/panel.tsx";
import type { OnboardingStepName } from "#schema/onboarding.ts";
import { useReopenStep, useSkipStep } from "./queries.ts";
import { steps } from "./steps.ts";
import classes from "./wizard.module.css";
import { stepOf, useWizardBoard } from "./wizard-context.tsx";

interface StepFrameProps {
  step: OnboardingStepName;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  isBusy: boolean;
  problem?: Error | null;
  isDraft?: boolean;
  submitLabel?: string;
  skipLabel?: string;
  /** Why the main button rests. */
  held?: string | null;
  children: ReactNode;
}

/** A step of the wizard: its fields, and the bar with Back, Skip, Save and continue. */
export function StepFrame(props: StepFrameProps) {
  const { step, onSubmit, isBusy, problem = null, isDraft = false, held = null, children } = props;
  const { wizard, mayEdit, go } = useWizardBoard();
  const { status } = stepOf(wizard, step);
  const skip = useSkipStep(step, () => go(1));
  const reopen = useReopenStep(step);
  const position = steps.findIndex(({ name }) => name === step);
  const words = steps[position];
  return (
    <form onSubmit={onSubmit} noValidate aria-label={words?.label ?? step}>
      <Panel title={words?.label ?? step}>
        <Stack gap="lg">
          <Text size="sm" c="dimmed" mt={-6}>
            {words?.lead}
          </Text>
          <FormErrors error={problem} />
          <fieldset className={classes["fields"]} disabled={!mayEdit}>
            <Stack gap="lg">{children}</Stack>
          </fieldset>
        </Stack>
      </Panel>
      <div className={classes["bar"]}>
        <Text size="xs" c="dimmed" aria-live="polite">
          {stateWords({ mayEdit, isDraft, isBusy, status, held })}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            disabled={position === 0}
            onClick={() => go(-1)}
          >
            Back
          </Button>
          {status === "pending" ? (
            <Button variant="default" disabled={!mayEdit} loading={skip.isPending} onClick={() => skip.mutate()}>
              {props.skipLabel ?? "Skip"}
            </Button>
          ) : (
            <Button variant="default" disabled={!mayEdit} loading={reopen.isPending} onClick={() => reopen.mutate()}>
              Reopen
            </Button>
          )}
          <Button
            type="submit"
            loading={isBusy}
            disabled={!mayEdit || held !== null}
            rightSection={<IconArrowRight size={16} aria-hidden />}
          >
            {props.submitLabel ?? "Save and continue"}
          </Button>
        </Group>
      </div>
    </form>
  );
}

interface Standing {
  mayEdit: boolean;
  isDraft: boolean;
  isBusy: boolean;
  status: "pending" | "done" | "skipped";
  held: string | null;
}

function stateWords({ mayEdit, isDraft, isBusy, status, held }: Standing): string {
  if (!mayEdit) return "Admins and members of your workspace fill this in.";
  if (isBusy) return "Saving…";
  if (held) return held;
  if (isDraft) return "Kept on this device, not saved yet";
  if (status === "done") return "Saved";
  return status === "skipped" ? "Left out; you can fill it in at any time" : "May be left out";
}
