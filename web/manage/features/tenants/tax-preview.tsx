import { Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { asApiError } from "#kit/api/error.ts";
import { useTaxTreatment } from "./queries.ts";
import type { TenantValues } from "./tenant-values.ts";

const settleMs = 400;

/** How the client's invoices will be taxed, before anything is saved. */
export function TaxPreview({ values }: { values: TenantValues }) {
  const { country } = values.billing;
  const { state, gstin, pan, sez } = values.tax;
  const isReady = country !== "" && (country !== "IN" || state !== null);
  const facts = country === "IN" ? { country, state, gstin: gstin.trim(), pan: pan.trim(), sez } : { country };
  const [settled] = useDebouncedValue(isReady ? JSON.stringify(facts) : null, settleMs);
  const treatment = useTaxTreatment(settled === null ? null : (JSON.parse(settled) as typeof facts));
  if (settled === null)
    return (
      <Text size="sm" c="dimmed">
        Choose the country{country === "IN" ? " and the state" : ""} to see it.
      </Text>
    );
  if (treatment.isError)
    return (
      <Text size="sm" c="red.8" role="status">
        {asApiError(treatment.error).message}
      </Text>
    );
  const lines = treatment.data?.lines ?? [];
  return (
    <div role="status" aria-busy={treatment.isFetching}>
      {lines.map(({ name, rateBp }) => (
        <Group key={name} justify="space-between">
          <Text size="sm">{name}</Text>
          <Text size="sm" fw={600} className="lm-tabular">
            {rateBp / 100} %
          </Text>
        </Group>
      ))}
      {treatment.data?.note ? (
        <Text size="xs" c="dimmed" mt={4}>
          {treatment.data.note}
        </Text>
      ) : null}
    </div>
  );
}
