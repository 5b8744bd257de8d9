import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { Panel } from "#kit/components/panel.tsx";
import { industries } from "#schema/industry.ts";
import type { TenantFormProps } from "./tenant-form.tsx";

const industryOptions = industries.map(({ key, name }) => ({ value: key, label: name }));

/** Who the client is. */
export function CompanyFields({ form }: TenantFormProps) {
  return (
    <Panel title="Company">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label="Name"
          description="As everybody will see it"
          required
          maxLength={120}
          autoComplete="off"
          {...form.getInputProps("name")}
        />
        <TextInput
          label="Website"
          description="Optional; it becomes their first channel"
          placeholder="https://company.com"
          type="url"
          maxLength={300}
          autoComplete="off"
          {...form.getInputProps("website")}
        />
        <Select
          label="Industry"
          placeholder="Not said"
          data={industryOptions}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Clear the industry" }}
          {...form.getInputProps("industry")}
        />
        {form.values.industry === "other" ? (
          <TextInput label="Which industry" required maxLength={60} {...form.getInputProps("otherIndustry")} />
        ) : null}
      </SimpleGrid>
    </Panel>
  );
}
