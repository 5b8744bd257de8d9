"use client";

import { Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { BillingFields } from "./billing-fields.tsx";
import { CompanyFields } from "./company-fields.tsx";
import { OwnerFields } from "./owner-fields.tsx";
import { PlanFields } from "./plan-fields.tsx";
import { TaxFields } from "./tax-fields.tsx";
import type { TenantValues } from "./tenant-values.ts";
import { TermsFields } from "./terms-fields.tsx";

export interface TenantFormProps {
  form: UseFormReturnType<TenantValues>;
}

interface Props extends TenantFormProps {
  error: Error | null;
  isBusy: boolean;
  onSubmit: (values: TenantValues) => void;
  footer: ReactNode;
}

/** All that a tenant is made of, on one page. */
export function TenantForm({ form, error, isBusy, onSubmit, footer }: Props) {
  return (
    <form onSubmit={form.onSubmit(onSubmit, focusFirst)} noValidate>
      <Stack gap="lg">
        <FormErrors error={error} />
        <CompanyFields form={form} />
        <OwnerFields form={form} />
        <BillingFields form={form} />
        <PlanFields form={form} />
        {form.values.billing.country === "IN" ? <TaxFields form={form} /> : null}
        <TermsFields form={form} />
        <Group justify="space-between">
          <div>{footer}</div>
          <Button type="submit" loading={isBusy}>
            Create tenant
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A long form: the first field that is wrong comes into view. */
function focusFirst(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>("form [aria-invalid=true], form [data-error] input")?.focus();
  });
}
