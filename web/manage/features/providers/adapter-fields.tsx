"use client";

import { NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";

/** What can be said of every adapter; an address or key left empty is none. */
export interface AdapterValues {
  baseUrl: string;
  models: { cheap: string; standard: string; expensive: string };
  local: boolean;
  enabled: boolean;
  priority: number | string;
}

const tiers = ["cheap", "standard", "expensive"] as const;

/** The fields that an adapter has, new or not. */
export function AdapterFields<V extends AdapterValues>({ form }: { form: UseFormReturnType<V> }) {
  return (
    <Stack>
      <TextInput
        label="Address"
        description="Of a server of one's own; empty for the maker's"
        type="url"
        placeholder="https://models.example.com/v1"
        maxLength={500}
        {...form.getInputProps("baseUrl")}
      />
      {tiers.map((tier) => (
        <TextInput
          key={tier}
          label={`Model of the ${tier} tier`}
          required
          maxLength={120}
          {...form.getInputProps(`models.${tier}`)}
        />
      ))}
      <NumberInput
        label="Priority"
        description="The lowest is tried first where a tier has no order of its own"
        min={1}
        max={1_000}
        allowDecimal={false}
        {...form.getInputProps("priority")}
      />
      <Switch
        label="Local"
        description="Texts stay in the own network: it may serve tenants that allow only local models"
        {...form.getInputProps("local", { type: "checkbox" })}
      />
      <Switch label="On" {...form.getInputProps("enabled", { type: "checkbox" })} />
    </Stack>
  );
}
