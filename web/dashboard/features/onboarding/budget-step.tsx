"use client";

import { Input, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Switch } from "@mantine/core";
import { amountOf, minorOf } from "#schema/value.ts";
import { StepFrame } from "./step-frame.tsx";
import { useStepForm } from "./use-step-form.ts";
import { stepOf, useWizardBoard } from "./wizard-context.tsx";

interface Stored {
  monthlyMinor: number;
  currency: string;
  adSharePct: number;
  flexible: boolean;
  horizonMonths: number;
}
interface Values extends Record<string, unknown> {
  amount: number | "";
  currency: string;
  adSharePct: number | "";
  flexible: boolean;
  horizonMonths: string;
}

const currencies = ["AUD", "CAD", "CHF", "EUR", "GBP", "INR", "SGD", "USD", "ZAR"];

/** What may be spent in a month, and how much of it on ads. */
export function BudgetStep() {
  const { wizard } = useWizardBoard();
  const stored = stepOf(wizard, "budget").data as Partial<Stored>;
  const currency = stored.currency ?? "USD";
  const { form, submit, problem, isBusy, isDraft } = useStepForm<Values>(
    "budget",
    {
      amount: stored.monthlyMinor === undefined ? "" : amountOf(stored.monthlyMinor, currency),
      currency,
      adSharePct: stored.adSharePct ?? 0,
      flexible: stored.flexible ?? false,
      horizonMonths: String(stored.horizonMonths ?? 6),
    },
    ({ amount, adSharePct, horizonMonths, ...values }) => ({
      ...values,
      monthlyMinor: minorOf(Number(amount), values.currency),
      adSharePct: Number(adSharePct),
      horizonMonths: Number(horizonMonths),
    }),
    { amount: (amount) => (amount === "" ? "Enter an amount, or skip the step." : null) },
  );
  return (
    <StepFrame step="budget" onSubmit={form.onSubmit(submit)} isBusy={isBusy} problem={problem} isDraft={isDraft}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label="Marketing budget a month"
          min={0}
          allowNegative={false}
          decimalScale={2}
          thousandSeparator=","
          hideControls
          {...form.getInputProps("amount")}
        />
        <Select
          label="Currency"
          data={[...new Set([...currencies, currency])]}
          allowDeselect={false}
          searchable
          {...form.getInputProps("currency")}
        />
      </SimpleGrid>
      <NumberInput
        label="Of it for ads"
        suffix=" %"
        min={0}
        max={100}
        allowNegative={false}
        allowDecimal={false}
        {...form.getInputProps("adSharePct")}
      />
      <Switch
        label="Flexible"
        description="Months may be over or under as long as the sum holds"
        {...form.getInputProps("flexible", { type: "checkbox" })}
      />
      <Stack gap={6}>
        <Input.Label component="div">Plan ahead for</Input.Label>
        <SegmentedControl
          aria-label="Plan ahead for"
          data={["3", "6", "12"].map((value) => ({ value, label: `${value} months` }))}
          {...form.getInputProps("horizonMonths")}
        />
      </Stack>
    </StepFrame>
  );
}
