"use client";

import { Button, Group, Modal, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import { words } from "#kit/components/format.ts";
import { PriceUnit } from "#schema/agent.ts";
import { capCurrency } from "#schema/spend.ts";
import { useAddPrice } from "./queries.ts";

const unitOptions = PriceUnit.options.map((value) => ({ value, label: `${words(value)}s` }));
const amounts = [
  ["inputMicrosPerMtok", "In"],
  ["outputMicrosPerMtok", "Out"],
  ["cachedMicrosPerMtok", "Cached"],
] as const;
const microsPerUnit = 1_000_000;
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const microsOf = (amount: number | string) => Math.round(Number(amount) * microsPerUnit);

/** Adds what a model costs from a day on. */
export function AddPrice({ model, onClose }: { model: string | null; onClose: () => void }) {
  const add = useAddPrice(onClose);
  const form = useForm({
    initialValues: {
      ...{ provider: "", model: model ?? "", unit: PriceUnit.parse("token"), currency: capCurrency as string },
      ...{ usdRate: "" as number | string, validFrom: tomorrow() },
      ...({ inputMicrosPerMtok: "", outputMicrosPerMtok: "", cachedMicrosPerMtok: "" } as Record<
        (typeof amounts)[number][0],
        number | string
      >),
    },
    validate: {
      provider: (value) => (/^[a-z][a-z0-9-]{1,40}$/.test(value) ? null : "Give the kind of adapter, e.g. anthropic."),
      model: (value) => (value.trim() ? null : "Give the provider's name of the model."),
      inputMicrosPerMtok: (value) => (value === "" ? "Give an amount." : null),
      outputMicrosPerMtok: (value) => (value === "" ? "Give an amount." : null),
      cachedMicrosPerMtok: (value) => (value === "" ? "Give an amount." : null),
    },
  });
  useFieldErrors(form.setErrors, add.error);
  const isForeign = form.values.currency.toUpperCase() !== capCurrency;
  const send = ({ usdRate, currency, ...values }: typeof form.values): void =>
    add.mutate({
      ...values,
      currency: currency.toUpperCase(),
      ...(isForeign && usdRate !== "" ? { usdRate: Number(usdRate) } : {}),
      inputMicrosPerMtok: microsOf(values.inputMicrosPerMtok),
      outputMicrosPerMtok: microsOf(values.outputMicrosPerMtok),
      cachedMicrosPerMtok: microsOf(values.cachedMicrosPerMtok),
    });
  return (
    <Modal opened onClose={onClose} title="Add a price" size="lg">
      <form onSubmit={form.onSubmit(send)} noValidate>
        <Stack>
          <FormErrors error={add.error} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label="Provider"
              placeholder="anthropic"
              required
              data-autofocus
              {...form.getInputProps("provider")}
            />
            <TextInput label="Model" required maxLength={100} {...form.getInputProps("model")} />
            <Select label="For a million" data={unitOptions} allowDeselect={false} {...form.getInputProps("unit")} />
            <TextInput
              label="From"
              description="Calls before it keep their cost"
              type="date"
              min={new Date().toISOString().slice(0, 10)}
              required
              {...form.getInputProps("validFrom")}
            />
            <TextInput label="Currency" maxLength={3} required {...form.getInputProps("currency")} />
            {isForeign ? (
              <NumberInput
                label={`${capCurrency} for one ${form.values.currency.toUpperCase()}`}
                decimalScale={6}
                min={0}
                required
                {...form.getInputProps("usdRate")}
              />
            ) : null}
            {amounts.map(([field, label]) => (
              <NumberInput key={field} label={label} decimalScale={6} min={0} required {...form.getInputProps(field)} />
            ))}
          </SimpleGrid>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
