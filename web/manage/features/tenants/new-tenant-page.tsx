"use client";

import { Anchor, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedCallback } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { asApiError } from "#kit/api/error.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { fieldErrors } from "#kit/components/form-errors.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { clearDraft, loadDraft, saveDraft } from "./browser-draft.ts";
import { checkTenant } from "./check-tenant.ts";
import { useCreateTenant, usePlanOffers } from "./queries.ts";
import { TaxPreview } from "./tax-preview.tsx";
import classes from "./tenant-form.module.css";
import { TenantForm } from "./tenant-form.tsx";
import type { TenantValues } from "./tenant-values.ts";
import { emptyTenant, inputOf } from "./tenant-values.ts";

const saveAfterMs = 400;
const unknownRegion = { code: "", currency: "USD" };
/** Names of the API that the form knows by another. */
const formNames: Record<string, string> = {
  "customPlan.amountMinor": "customPlan.amount",
  spendCapMinor: "spendCap",
  customPlan: "customPlan.name",
};

/** The one form that makes a client. What is typed survives leaving the page. */
export function NewTenantPage() {
  const router = useRouter();
  const [isRestored, setRestored] = useState(false);
  const keep = useDebouncedCallback(saveDraft, saveAfterMs);
  const form = useForm<TenantValues>({ initialValues: emptyTenant, validate: checkTenant, onValuesChange: keep });
  const region = usePlanOffers(form.values.billing.country).data?.region ?? unknownRegion;
  const { setValues, setErrors } = form;
  useEffect(() => {
    const draft = loadDraft();
    if (!draft) return;
    setValues(draft);
    setRestored(true);
  }, [setValues]);

  const create = useCreateTenant((tenant) => {
    keep.cancel();
    clearDraft();
    router.push(`/tenants/${tenant.id}`);
  });
  const problem = create.error ? asApiError(create.error) : null;
  const isTaken = problem?.code === "request.already_exists";
  useEffect(() => {
    if (!create.error) return;
    const errors = Object.entries(fieldErrors(create.error));
    setErrors(Object.fromEntries(errors.map(([path, message]) => [formNames[path] ?? path, message])));
  }, [create.error, setErrors]);

  const startOver = (): void => {
    keep.cancel();
    clearDraft();
    form.reset();
    setRestored(false);
  };
  return (
    <>
      <PageHeader title="Create a tenant" name="New tenant" lead="A client that the agency takes on itself." />
      <div className={classes["columns"]}>
        <TenantForm
          form={form}
          error={isTaken ? null : create.error}
          isBusy={create.isPending || create.isSuccess}
          onSubmit={(values) => create.mutate(inputOf(values, region))}
          footer={
            isRestored ? (
              <Text size="sm" c="dimmed">
                Restored what you typed before.{" "}
                <Anchor component="button" type="button" size="sm" underline="always" onClick={startOver}>
                  Start over
                </Anchor>
              </Text>
            ) : null
          }
        />
        <div className={classes["aside"]}>
          <Panel title="Tax treatment">
            <TaxPreview values={form.values} />
          </Panel>
          <Panel title="What happens then">
            <Afterwards values={form.values} />
          </Panel>
        </div>
      </div>
      <ConfirmDialog
        opened={isTaken}
        onClose={create.reset}
        onConfirm={() => create.mutate({ ...inputOf(form.values, region), useExistingUser: true })}
        title="This person has an account already"
        confirmLabel="Make them the administrator"
        isBusy={create.isPending}
      >
        <strong>{form.values.email.trim()}</strong> signs in to the platform already. They can become the first
        administrator of <strong>{form.values.name.trim()}</strong> with the account they have; name and password stay
        theirs.
      </ConfirmDialog>
    </>
  );
}

function Afterwards({ values }: { values: TenantValues }) {
  const email = values.email.trim() || "the administrator";
  const steps = [
    { title: "The workspace is there", text: "Onboarding, with the plan's credits, so that the setup can run." },
    values.setsPassword
      ? { title: "They sign in", text: `${email} signs in with the password you set.` }
      : { title: "An invitation is mailed", text: `To ${email}, good for 7 days.` },
    { title: "Billing waits", text: "It starts when you activate the tenant or its trial." },
  ];
  return (
    <ol className={classes["steps"]}>
      {steps.map(({ title, text }) => (
        <li key={title}>
          <Text fw={600} size="sm">
            {title}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {text}
          </Text>
        </li>
      ))}
    </ol>
  );
}
