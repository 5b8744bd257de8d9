"use client";
import { Select } from "@mantine/core";
import { shortDate, words } from "#kit/components/format.ts";

interface Version {
  version: number;
  status: string;
  createdAt: string;
}

/** Which version is shown: newest first, each with what became of it. */
export function VersionPicker(props: {
  label: string;
  versions: readonly Version[];
  value: number | null;
  onChange(version: number): void;
  clearable?: string;
  onClear?(): void;
}) {
  const { label, versions, value, onChange, clearable, onClear } = props;
  return (
    <Select
      size="xs"
      maw={320}
      label={label}
      allowDeselect={false}
      clearable={clearable !== undefined}
      placeholder={clearable ?? ""}
      data={versions.map(({ version, status, createdAt }) => ({
        value: String(version),
        label: `Version ${version}, ${words(status).toLowerCase()}, ${shortDate(createdAt)}`,
      }))}
      value={value === null ? null : String(value)}
      onChange={(next) => (next === null ? onClear?.() : onChange(Number(next)))}
    />
  );
}
