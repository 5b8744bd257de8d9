"use client";

import { Checkbox, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { gstStates } from "#schema/gst-states.ts";
import type { Signup } from "#schema/signup.ts";
import { taxProblems } from "#schema/tax.ts";
import { type LocationValues, loadDraft, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";
import { useSaveStep } from "./queries.ts";
import { StepPage } from "./step-page.tsx";
import { neighbour } from "./steps.ts";
import { useResume } from "./use-resume.ts";

interface LocationInput {
  state: string;
  gstin?: string;
  sez: boolean;
  pan?: string;
}

/** Third page of the sign-up, in India only: what invoices need. */
export function LocationPage() {
  const resumed = useResume();
  return (
    <StepPage
      step="location"
      title="Tax details"
      lead="They stand on your invoices. Only the state is needed."
      resumed={resumed}
    >
      {(signup) => <LocationForm signup={signup} resumed={resumed} />}
    </StepPage>
  );
}

function LocationForm({ signup, resumed }: { signup: Signup; resumed: ReturnType<typeof useResume> }) {
  const router = useRouter();
  const save = useSaveStep<LocationInput>(resumed.key, "location", () =>
    router.push(neighbour(signup.country, "location", 1)),
  );
  const form = useForm<LocationValues>({
    initialValues: {
      state: signup.location?.state ?? "",
      gstin: signup.location?.gstin ?? "",
      sez: signup.location?.sez ?? false,
      pan: signup.location?.pan ?? "",
    },
    validate: (values) => problemsOf(signup.country, values),
    onValuesChange: (values) => saveDraft("signup_step3", values),
  });
  const isFilled = useRef(false);
  useEffect(() => {
    if (isFilled.current) return;
    isFilled.current = true;
    const draft = loadDraft("signup_step3");
    if (draft) form.setValues(draft);
  });
  useFieldErrors(form.setErrors, save.error);
  return (
    <FormFrame
      onSubmit={form.onSubmit((values) => save.mutate(inputOf(values)))}
      error={save.error}
      isBusy={save.isPending || save.isSuccess}
      backHref={neighbour(signup.country, "location", -1)}
    >
      <Select
        label="State or union territory"
        data={gstStates.map(({ code, name }) => ({ value: code, label: name }))}
        searchable
        allowDeselect={false}
        autoComplete="address-level1"
        {...form.getInputProps("state")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label="GSTIN"
          description="Optional, 15 characters"
          maxLength={20}
          {...form.getInputProps("gstin")}
        />
        <TextInput label="PAN" description="Optional, 10 characters" maxLength={20} {...form.getInputProps("pan")} />
      </SimpleGrid>
      <Checkbox label="We are a unit in a special economic zone" {...form.getInputProps("sez", { type: "checkbox" })} />
    </FormFrame>
  );
}

function inputOf({ state, gstin, sez, pan }: LocationValues): LocationInput {
  const plain = (text: string): string => text.trim().toUpperCase();
  return {
    state,
    sez,
    ...(gstin.trim() ? { gstin: plain(gstin) } : {}),
    ...(pan.trim() ? { pan: plain(pan) } : {}),
  };
}

function problemsOf(country: string, values: LocationValues): Record<string, string> {
  const input = inputOf(values);
  const state: Record<string, string> = values.state ? {} : { state: "Choose your state." };
  return { ...state, ...Object.fromEntries(taxProblems(country, input).map(({ path, message }) => [path, message])) };
}
