"use client";

import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useApi } from "#kit/api/query.tsx";
import type { Page } from "#schema/page.ts";

export interface Choice {
  value: string;
  label: string;
}

interface FindSelectProps<T> {
  /** The list to look in; one thing of it is at `path/id`. */
  path: string;
  choiceOf: (row: T) => Choice;
  value: string | null;
  onChange: (id: string | null) => void;
  label: string;
  placeholder: string;
  /** Choices that are always there. */
  first?: readonly Choice[];
}

const settleMs = 200;
const letters = 2;

/** Chooses one of many things by name; there may be thousands, so the service looks for them. */
export function FindSelect<T>(props: FindSelectProps<T>) {
  const { path, choiceOf, value, onChange, label, placeholder, first = [] } = props;
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text.trim(), settleMs);
  const search = settled.length < letters ? null : settled;
  const found = useApi<Page<T>>(path, { search }, { keepPrevious: true });
  const isFirst = value === null || first.some((choice) => choice.value === value);
  const chosen = useApi<T>(isFirst ? null : `${path}/${value}`, {}, { staleTime: 60_000 });
  const rows = [...(chosen.data && !isFirst ? [chosen.data] : []), ...(found.data?.items ?? [])];
  const choices = new Map([...first, ...rows.map(choiceOf)].map((choice) => [choice.value, choice]));
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      data={[...choices.values()]}
      value={value}
      onChange={onChange}
      searchable
      onSearchChange={setText}
      nothingFoundMessage="Nothing has this name"
      clearable
      clearButtonProps={{ "aria-label": `Clear the ${label.toLowerCase()}` }}
      w={160}
    />
  );
}
