"use client";

import { Checkbox, Fieldset, PasswordInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { fieldErrors } from "#kit/components/form-errors.tsx";
import { gstStates } from "#schema/gst-states.ts";
import type { Cycle, PlanOffers, Signup } from "#schema/signup.ts";
import { clearDrafts, keptPassword, type SignupKey } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";
import { PlanCards } from "./plan-cards.tsx";
import classes from "./plan-form.module.css";
import { useComplete } from "./queries.ts";
import { neighbour } from "./steps.ts";
import { Terms } from "./terms.tsx";

interface PlanFormProps {
  signup: Signup;
  signupKey: SignupKey | null;
  plans: PlanOffers;
}

/** Plan, billing address and terms; the password again when the wizard was resumed, since it was never kept. */
export function PlanForm({ signup, signupKey, plans }: PlanFormProps) {
  const router = useRouter();
  const [cycle, setCycle] = useState<Cycle>("monthly");
  const [isPasswordAsked] = useState(() => keptPassword() === "");
  const form = useForm({
    initialValues: {
      planPriceId: "",
      name: signup.company?.name ?? "",
      address: "",
      city: "",
      state: gstStates.find(({ code }) => code === signup.location?.state)?.name ?? "",
      postalCode: "",
      password: keptPassword(),
      terms: false,
    },
    validate: {
      planPriceId: (value) => (value ? null : "Choose a plan."),
      name: (value) => (value.trim().length >= 2 ? null : "Enter the name on the invoice."),
      address: (value) => (value.trim().length >= 5 ? null : "Enter street and number."),
      city: (value) => (value.trim().length >= 2 ? null : "Enter the city."),
      state: (value) => (value.trim().length >= 2 ? null : "Enter the state or region."),
      postalCode: (value) => (value.trim().length >= 2 ? null : "Enter the postal code."),
      password: (value) => (value ? null : "Enter the password that you chose in the first step."),
      terms: (value) => (value ? null : "Accept the terms to go on."),
    },
  });
  const complete = useComplete(signupKey, ({ payment }) => {
    if (payment) {
      router.push("/signup/payment");
      return;
    }
    clearDrafts();
    window.location.assign("/");
  });
  const { setErrors } = form;
  useEffect(() => {
    if (!complete.error) return;
    const errors = Object.entries(fieldErrors(complete.error));
    setErrors(Object.fromEntries(errors.map(([path, message]) => [path.replace(/^billing\./, ""), message])));
  }, [complete.error, setErrors]);

  const submit = ({ planPriceId, password, terms: _, ...billing }: typeof form.values): void =>
    complete.mutate({
      planPriceId,
      password,
      billing: { ...trimmed(billing), country: signup.country },
      termsVersion: plans.termsVersion,
    });
  return (
    <FormFrame
      onSubmit={form.onSubmit(submit)}
      error={complete.error}
      isBusy={complete.isPending || complete.isSuccess}
      submitLabel="Create the workspace"
      backHref={neighbour(signup.country, "plan", -1)}
    >
      <PlanCards
        offers={plans.items}
        cycle={cycle}
        onCycle={setCycle}
        value={form.values.planPriceId}
        onChange={(id) => form.setFieldValue("planPriceId", id)}
        error={form.errors["planPriceId"] as string | undefined}
      />
      <Fieldset legend="Billing address" variant="unstyled" classNames={{ legend: classes["legend"] ?? "" }}>
        <Stack>
          <TextInput
            label="Name on the invoice"
            autoComplete="organization"
            maxLength={120}
            {...form.getInputProps("name")}
          />
          <TextInput
            label="Street and number"
            autoComplete="street-address"
            maxLength={250}
            {...form.getInputProps("address")}
          />
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <TextInput label="City" autoComplete="address-level2" maxLength={100} {...form.getInputProps("city")} />
            <TextInput
              label="State or region"
              autoComplete="address-level1"
              maxLength={100}
              {...form.getInputProps("state")}
            />
            <TextInput
              label="Postal code"
              autoComplete="postal-code"
              maxLength={16}
              {...form.getInputProps("postalCode")}
            />
          </SimpleGrid>
        </Stack>
      </Fieldset>
      {isPasswordAsked ? (
        <>
          <input type="text" name="username" autoComplete="username" value={signup.email} readOnly hidden />
          <PasswordInput
            label="Password"
            description="The one of the first step. We do not keep it before the account exists."
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
            {...form.getInputProps("password")}
          />
        </>
      ) : null}
      <Terms text={plans.termsText} />
      <Checkbox
        label={`I have read the terms (version ${plans.termsVersion}) and accept them for my company`}
        {...form.getInputProps("terms", { type: "checkbox" })}
      />
    </FormFrame>
  );
}

function trimmed<T extends Record<string, string>>(values: T): T {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.trim()])) as T;
}
