"use client";
import { TagsInput } from "@mantine/core";

interface Props {
  label: string;
  hint: string | undefined;
  place: string;
  max: number;
  problems: Readonly<Record<string, string>>;
  value: readonly unknown[];
  onChange(value: string[]): void;
}

/** Short words in one line, each ended by a comma or a space. */
export function TagField({ label, hint, place, max, problems, value, onChange }: Props) {
  const amiss = Object.keys(problems).find((at) => at === place || at.startsWith(`${place}.`));
  return (
    <TagsInput
      label={label}
      description={[hint, `${value.length} of ${max}`].filter(Boolean).join(" · ")}
      maxTags={max}
      splitChars={[",", " "]}
      error={amiss && problems[amiss]}
      value={value.map(String)}
      onChange={(tags) => onChange(tags.map((tag) => tag.replace(/^#/, "")))}
    />
  );
}
