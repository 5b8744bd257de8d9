"use client";

import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { asApiError } from "#kit/api/error.ts";
import { emailProblem } from "#kit/auth/email-problem.ts";
import { NewPassword, passwordProblem, refusedPassword } from "#kit/auth/new-password.tsx";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { countries } from "#schema/countries.ts";
import { callingCode, guessCountry } from "./country.ts";
import { keepPassword, keptPassword, loadDraft, type PersonValues, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";
import { useStart } from "./queries.ts";
import { SignupFrame } from "./signup-frame.tsx";
import { StepList } from "./step-list.tsx";
import { neighbour } from "./steps.ts";
import { Summary } from "./summary.tsx";
import { useResume } from "./use-resume.ts";

const empty: PersonValues = { country: "", firstName: "", lastName: "", email: "", phone: "" };

/** First page of the sign-up: who you are. */
export function PersonPage() {
  const router = useRouter();
  const { signup } = useResume();
  const form = useForm({
    initialValues: { ...empty, password: "" },
    validate: {
      country: (value) => (value ? null : "Choose your country."),
      firstName: (value) => (value.trim().length >= 2 ? null : "Enter your first name."),
      lastName: (value) => (value.trim().length >= 2 ? null : "Enter your last name."),
      email: emailProblem,
      phone: (value) =>
        /^\+[\d ()-]{7,20}$/.test(value.trim()) ? null : "Enter a number that starts with + and the country code.",
      password: passwordProblem,
    },
    onValuesChange: ({ password: _, ...values }) => saveDraft("signup_step1", values),
  });
  const start = useStart(({ id, resumeToken }) => {
    saveDraft("signup_session_token", { id, token: resumeToken });
    router.push(neighbour(form.values.country, "person", 1));
  });

  const isFilled = useRef(false);
  useEffect(() => {
    if (isFilled.current) return;
    isFilled.current = true;
    const draft = loadDraft("signup_step1") ?? guessed();
    form.setValues({ ...draft, password: keptPassword() });
  });

  const problem = start.error ? asApiError(start.error) : null;
  const refusal = refusedPassword(problem);
  useFieldErrors(form.setErrors, start.error);

  const submit = ({ password, ...person }: typeof form.values): void => {
    keepPassword(password);
    const clean = {
      ...person,
      email: person.email.trim().toLowerCase(),
      phone: person.phone.replaceAll(/[^\d+]/g, ""),
    };
    if (signup && isSame(signup, clean)) {
      router.push(neighbour(person.country, "person", 1));
      return;
    }
    start.mutate({ ...clean, password, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  };
  const chooseCountry = (country: string | null): void => {
    const before = callingCode(form.values.country);
    form.setFieldValue("country", country ?? "");
    if (form.values.phone.trim() === "" || form.values.phone.trim() === before)
      form.setFieldValue("phone", callingCode(country ?? ""));
  };
  const owner = { email: form.values.email, firstName: form.values.firstName, lastName: form.values.lastName };
  return (
    <SignupFrame
      title="Create your account"
      lead="A few short steps. You can stop at any time: we mail you a link to go on."
      steps={<StepList country={form.values.country} present="person" />}
      aside={<Summary />}
    >
      <FormFrame onSubmit={form.onSubmit(submit)} error={refusal ? null : problem} isBusy={start.isPending}>
        <Select
          label="Country"
          data={countries.map(({ code, name }) => ({ value: code, label: name }))}
          searchable
          allowDeselect={false}
          autoComplete="country"
          {...form.getInputProps("country")}
          onChange={chooseCountry}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="First name" autoComplete="given-name" maxLength={50} {...form.getInputProps("firstName")} />
          <TextInput label="Last name" autoComplete="family-name" maxLength={50} {...form.getInputProps("lastName")} />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="email"
            maxLength={254}
            {...form.getInputProps("email")}
          />
          <TextInput label="Mobile" type="tel" autoComplete="tel" maxLength={24} {...form.getInputProps("phone")} />
        </SimpleGrid>
        <NewPassword label="Password" refusal={refusal} owner={owner} {...form.getInputProps("password")} />
      </FormFrame>
    </SignupFrame>
  );
}

function guessed(): PersonValues {
  const country = guessCountry();
  return { ...empty, country, phone: callingCode(country) };
}

function isSame(signup: PersonValues, values: PersonValues): boolean {
  return (["country", "firstName", "lastName", "email", "phone"] as const).every((key) => signup[key] === values[key]);
}
