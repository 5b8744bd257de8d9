"use client";

import { Button, Drawer, Group, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { isLostRace } from "#kit/api/error.ts";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { SaveProblem } from "#kit/components/lost-race.tsx";
import type { TenantDetail } from "#schema/admin.ts";
import { amountOf, minorOf } from "#schema/value.ts";
import { type TenantChange, useChangeTenant } from "./queries.ts";

interface EditTenantProps {
  tenant: TenantDetail;
  onClose: () => void;
}

interface EditValues {
  name: string;
  locale: string;
  spendCap: number | "";
  dataPrivacyLevel: TenantDetail["dataPrivacyLevel"];
  deploymentMode: TenantDetail["deploymentMode"];
  onPremCallbackUrl: string;
}

function valuesOf(tenant: TenantDetail): EditValues {
  return {
    name: tenant.name,
    locale: tenant.locale,
    spendCap: tenant.spendCap ? amountOf(tenant.spendCap.amountMinor, tenant.spendCap.currency) : "",
    dataPrivacyLevel: tenant.dataPrivacyLevel,
    deploymentMode: tenant.deploymentMode,
    onPremCallbackUrl: tenant.onPremCallbackUrl ?? "",
  };
}

/** What is sent: only what was changed. */
function changeOf(values: EditValues, before: EditValues): TenantChange {
  const spendCapMinor = values.spendCap === "" ? null : minorOf(values.spendCap, "USD");
  return {
    ...(values.name.trim() === before.name ? {} : { name: values.name.trim() }),
    ...(values.locale.trim() === before.locale ? {} : { locale: values.locale.trim() }),
    ...(values.spendCap === before.spendCap ? {} : { spendCapMinor }),
    ...(values.dataPrivacyLevel === before.dataPrivacyLevel ? {} : { dataPrivacyLevel: values.dataPrivacyLevel }),
    ...(values.deploymentMode === before.deploymentMode ? {} : { deploymentMode: values.deploymentMode }),
    ...(values.onPremCallbackUrl.trim() === before.onPremCallbackUrl
      ? {}
      : { onPremCallbackUrl: values.onPremCallbackUrl.trim() || null }),
  };
}

/** Changes a client's settings. */
export function EditTenant({ tenant, onClose }: EditTenantProps) {
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={`Edit ${tenant.name}`}>
      <EditForm tenant={tenant} onDone={onClose} />
    </Drawer>
  );
}

function EditForm({ tenant, onDone }: { tenant: TenantDetail; onDone: () => void }) {
  // What is stored may be read again while the form is open; what is sent answers to what the form began with.
  const [seen, setSeen] = useState(tenant);
  const change = useChangeTenant(seen, onDone);
  const form = useForm<EditValues>({
    initialValues: valuesOf(tenant),
    validate: {
      name: (value) => (value.trim().length < 2 ? "Enter a name of 2 to 120 characters." : null),
      onPremCallbackUrl: (value, { deploymentMode }) =>
        deploymentMode === "on_prem" && value.trim() === "" ? "Enter the address of the installation." : null,
    },
  });
  const isLost = isLostRace(change.error);
  useFieldErrors(form.setErrors, change.error);
  const takeOver = (): void => {
    setSeen(tenant);
    form.setInitialValues(valuesOf(tenant));
    form.reset();
    change.reset();
  };
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(changeOf(values, form.getInitialValues())))} noValidate>
      <Stack>
        <SaveProblem error={change.error} what="this tenant" onReload={takeOver} />
        <TextInput label="Name" required maxLength={120} data-autofocus {...form.getInputProps("name")} />
        <TextInput label="Language" description="Such as en-GB" maxLength={20} {...form.getInputProps("locale")} />
        <NumberInput
          label="Cap on provider cost, USD a month"
          description="Empty: no cap of its own"
          min={0}
          decimalScale={2}
          thousandSeparator=","
          {...form.getInputProps("spendCap")}
          onChange={(value) => form.setFieldValue("spendCap", typeof value === "number" ? value : "")}
        />
        <Radio.Group label="Where texts may be processed" {...form.getInputProps("dataPrivacyLevel")}>
          <Stack gap="xs" mt="xs">
            <Radio value="cloud_ok" label="Models in the cloud are allowed" />
            <Radio value="local_only" label="Local models only" />
          </Stack>
        </Radio.Group>
        <Radio.Group label="Where the product runs" {...form.getInputProps("deploymentMode")}>
          <Stack gap="xs" mt="xs">
            <Radio value="saas" label="On this platform" />
            <Radio value="on_prem" label="On the customer's premises" />
          </Stack>
        </Radio.Group>
        {form.values.deploymentMode === "on_prem" ? (
          <TextInput
            label="Callback address"
            type="url"
            required
            maxLength={300}
            {...form.getInputProps("onPremCallbackUrl")}
          />
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty() || isLost}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
