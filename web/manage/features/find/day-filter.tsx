"use client";

import { Text, TextInput } from "@mantine/core";

interface DayFilterProps {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A day of a filter, as the browser asks for one. */
export function DayFilter({ label, value, onChange }: DayFilterProps) {
  return (
    <TextInput
      aria-label={label}
      type="date"
      w={165}
      miw={165}
      leftSection={
        <Text size="xs" c="dimmed" aria-hidden>
          {label}
        </Text>
      }
      leftSectionWidth={40}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}
