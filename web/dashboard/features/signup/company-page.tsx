"use client";

import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { industries } from "#schema/industry.ts";
import type { Signup } from "#schema/signup.ts";
import { type CompanyValues, loadDraft, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";
import { useSaveStep } from "./queries.ts";
import { StepPage } from "./step-page.tsx";
import { neighbour } from "./steps.ts";
import { useResume } from "./use-resume.ts";

interface CompanyInput {
  name: string;
  website?: string;
  industry: string;
}

/** Second page of the sign-up: the business. */
export function CompanyPage() {
  const resumed = useResume();
  return (
    <StepPage step="company" title="Your company" lead="What the agents write about and for whom." resumed={resumed}>
      {(signup) => <CompanyForm signup={signup} resumed={resumed} />}
    </StepPage>
  );
}

function CompanyForm({ signup, resumed }: { signup: Signup; resumed: ReturnType<typeof useResume> }) {
  const router = useRouter();
  const save = useSaveStep<CompanyInput>(resumed.key, "company", () =>
    router.push(neighbour(signup.country, "company", 1)),
  );
  const form = useForm<CompanyValues>({
    initialValues: valuesOf(signup.company),
    validate: {
      name: (value) => (value.trim().length >= 2 ? null : "Enter the name of your company."),
      website: (value) => (value.trim() === "" || isWebsite(value) ? null : "Enter an address like www.company.com."),
      industry: (value) => (value ? null : "Choose the closest one."),
      otherIndustry: (value, { industry }) =>
        industry === "other" && value.trim().length < 2 ? "Say in a few words what your business does." : null,
    },
    onValuesChange: (values) => saveDraft("signup_step2", values),
  });
  const isFilled = useRef(false);
  useEffect(() => {
    if (isFilled.current) return;
    isFilled.current = true;
    const draft = loadDraft("signup_step2");
    if (draft) form.setValues(draft);
  });
  useFieldErrors(form.setErrors, save.error);

  const submit = ({ name, website, industry, otherIndustry }: CompanyValues): void =>
    save.mutate({
      name: name.trim(),
      ...(website.trim() ? { website: withScheme(website) } : {}),
      industry: industry === "other" ? otherIndustry.trim() : industry,
    });
  return (
    <FormFrame
      onSubmit={form.onSubmit(submit)}
      error={save.error}
      isBusy={save.isPending || save.isSuccess}
      backHref={neighbour(signup.country, "company", -1)}
    >
      <TextInput label="Company name" autoComplete="organization" maxLength={120} {...form.getInputProps("name")} />
      <TextInput
        label="Website"
        description="Optional. The agents read it to learn what you offer."
        placeholder="www.company.com"
        type="url"
        autoComplete="url"
        maxLength={300}
        {...form.getInputProps("website")}
      />
      <Select
        label="Industry"
        data={industries.map(({ key, name }) => ({ value: key, label: name }))}
        searchable
        allowDeselect={false}
        {...form.getInputProps("industry")}
      />
      {form.values.industry === "other" ? (
        <TextInput label="Your industry in words" maxLength={60} {...form.getInputProps("otherIndustry")} />
      ) : null}
    </FormFrame>
  );
}

function valuesOf(company: Signup["company"]): CompanyValues {
  const industry = company?.industry ?? "";
  const isListed = industries.some(({ key }) => key === industry);
  return {
    name: company?.name ?? "",
    website: company?.website ?? "",
    industry: isListed || industry === "" ? industry : "other",
    otherIndustry: isListed ? "" : industry,
  };
}

function withScheme(website: string): string {
  const text = website.trim();
  return /^https?:\/\//i.test(text) ? text : `https://${text}`;
}

function isWebsite(website: string): boolean {
  return URL.canParse(withScheme(website)) && new URL(withScheme(website)).hostname.includes(".");
}
