import { Group, Select, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { Panel } from "#kit/components/panel.tsx";
import type { TenantFormProps } from "./tenant-form.tsx";

const sections = [
  { value: "194C", label: "194C, contractors" },
  { value: "194J", label: "194J, professional services" },
];
const rates = ["1", "2", "5", "10"].map((rate) => ({ value: rate, label: `${rate} %` }));

/** Tax numbers of a buyer in India, and what it deducts at source. */
export function TaxFields({ form }: TenantFormProps) {
  return (
    <Panel title="Tax in India">
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label="GSTIN"
            description="15 characters; the first two are the state"
            maxLength={15}
            autoComplete="off"
            {...form.getInputProps("tax.gstin")}
          />
          <TextInput
            label="PAN"
            description="The 10 characters inside the GSTIN"
            maxLength={10}
            autoComplete="off"
            {...form.getInputProps("tax.pan")}
          />
        </SimpleGrid>
        <Switch
          label="Unit in a special economic zone"
          description="Needs the GSTIN"
          {...form.getInputProps("tax.sez", { type: "checkbox" })}
        />
        <Switch label="Deducts tax at source (TDS)" {...form.getInputProps("tds.enabled", { type: "checkbox" })} />
        {form.values.tds.enabled ? (
          <Group align="flex-start">
            <Select label="Section" data={sections} allowDeselect={false} {...form.getInputProps("tds.section")} />
            <Select label="Rate" data={rates} allowDeselect={false} w={110} {...form.getInputProps("tds.ratePct")} />
          </Group>
        ) : null}
      </Stack>
    </Panel>
  );
}
