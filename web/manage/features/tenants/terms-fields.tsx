import { MultiSelect, NumberInput, Radio, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { Panel } from "#kit/components/panel.tsx";
import { useReviewerOptions } from "../users/queries.ts";
import type { TenantFormProps } from "./tenant-form.tsx";

/** Limits, where data may go, who of the agency works for the client, and its terms. */
export function TermsFields({ form }: TenantFormProps) {
  const reviewers = useReviewerOptions();
  return (
    <>
      <Panel title="Limits and privacy">
        <Stack>
          <NumberInput
            label="Cap on provider cost, USD a month"
            description="Empty: the plan's own cap"
            min={0}
            decimalScale={2}
            thousandSeparator=","
            maw={280}
            {...form.getInputProps("spendCap")}
            onChange={(value) => form.setFieldValue("spendCap", typeof value === "number" ? value : "")}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
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
          </SimpleGrid>
          {form.values.deploymentMode === "on_prem" ? (
            <TextInput
              label="Callback address"
              placeholder="https://leads.company.com"
              type="url"
              required
              maw={420}
              maxLength={300}
              {...form.getInputProps("onPremCallbackUrl")}
            />
          ) : null}
        </Stack>
      </Panel>
      <Panel title="Team and contract">
        <Stack>
          <MultiSelect
            label="Reviewers of the agency"
            description="They see the client in the DM Portal at once"
            placeholder={form.values.reviewerIds.length === 0 ? "Nobody yet" : ""}
            data={reviewers}
            searchable
            clearable
            clearButtonProps={{ "aria-label": "Clear the reviewers" }}
            nothingFoundMessage="Nobody has this name"
            {...form.getInputProps("reviewerIds")}
          />
          <TextInput
            label="Title of the contract"
            description="Empty: the present terms of the platform"
            maxLength={120}
            maw={420}
            {...form.getInputProps("contractTitle")}
          />
        </Stack>
      </Panel>
    </>
  );
}
