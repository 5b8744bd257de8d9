"use client";

import { type UseFormInput, type UseFormReturnType, useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import type { DataStep } from "#schema/onboarding.ts";
import { keepDraft, loadDraft } from "./drafts.ts";
import { useSaveStep } from "./queries.ts";
import { useWizardBoard } from "./wizard-context.tsx";

export interface StepForm<V> {
  form: UseFormReturnType<V>;
  submit: (values: V) => void;
  problem: Error | null;
  isBusy: boolean;
  /** What was typed lies on this device and is not saved yet. */
  isDraft: boolean;
}

/** A step's form: begins with what is stored or was typed on this device, keeps what is typed, saves and goes on. */
export function useStepForm<V extends Record<string, unknown>>(
  step: DataStep,
  initial: V,
  toInput: (values: V) => object,
  validate?: UseFormInput<V>["validate"],
): StepForm<V> {
  const { tenantId, go } = useWizardBoard();
  const [isDraft, setDraft] = useState(false);
  const save = useSaveStep(step, () => {
    keepDraft(tenantId, step, null);
    setDraft(false);
    go(1);
  });
  const form = useForm<V>({
    initialValues: initial,
    ...(validate ? { validate } : {}),
    onValuesChange: (values) => {
      keepDraft(tenantId, step, values);
      setDraft(true);
    },
  });
  const isFilled = useRef(false);
  useEffect(() => {
    if (isFilled.current) return;
    isFilled.current = true;
    const draft = loadDraft<V>(tenantId, step);
    if (draft) form.setValues({ ...initial, ...draft });
  });
  useFieldErrors(form.setErrors, save.error);
  return {
    form,
    submit: (values) => save.mutate(toInput(values)),
    problem: save.error,
    isBusy: save.isPending,
    isDraft,
  };
}
