import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { Panel } from "#kit/components/panel.tsx";
import { countries } from "#schema/countries.ts";
import { gstStates } from "#schema/gst-states.ts";
import type { TenantFormProps } from "./tenant-form.tsx";

const countryOptions = countries.map(({ code, name }) => ({ value: code, label: name }));
const stateOptions = gstStates.map(({ code, name }) => ({ value: code, label: name }));

/** Who is billed, and where; the country decides region, currency and tax. */
export function BillingFields({ form }: TenantFormProps) {
  const isIndia = form.values.billing.country === "IN";
  return (
    <Panel title="Billing">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Name on the invoice" required maxLength={120} {...form.getInputProps("billing.name")} />
        <Select
          label="Country"
          required
          searchable
          allowDeselect={false}
          data={countryOptions}
          limit={80}
          {...form.getInputProps("billing.country")}
          value={form.values.billing.country || null}
          onChange={(country) => {
            form.setFieldValue("billing.country", country ?? "");
            form.setFieldValue("billing.state", "");
            form.setFieldValue("tax.state", null);
            form.setFieldValue("planPriceId", null);
          }}
        />
        <TextInput label="Address" required maxLength={250} {...form.getInputProps("billing.address")} />
        <TextInput label="City" required maxLength={100} {...form.getInputProps("billing.city")} />
        {isIndia ? (
          <Select
            label="State"
            required
            searchable
            allowDeselect={false}
            data={stateOptions}
            value={form.values.tax.state}
            error={form.errors["billing.state"] ?? form.errors["tax.state"]}
            onChange={(code) => {
              form.setFieldValue("tax.state", code);
              form.setFieldValue("billing.state", gstStates.find((state) => state.code === code)?.name ?? "");
            }}
          />
        ) : (
          <TextInput label="State or region" required maxLength={100} {...form.getInputProps("billing.state")} />
        )}
        <TextInput label="Postal code" required maxLength={16} {...form.getInputProps("billing.postalCode")} />
      </SimpleGrid>
    </Panel>
  );
}
