"use client";

import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useEffect, useState } from "react";
import classes from "./filter-bar.module.css";

interface FilterBarProps {
  /** The text filter as the URL has it. */
  q?: string;
  onQ?: (q: string) => void;
  /** What the text filter looks through: "Filter by topic". */
  placeholder?: string;
  /** Selects and tabs. */
  children?: ReactNode;
}

const debounceMs = 200;

/** The row of filters over a list; `/` goes to its box. */
export function FilterBar({ q = "", onQ, placeholder = "Filter", children }: FilterBarProps) {
  const [text, setText] = useState(q);
  const publish = useDebouncedCallback((value: string) => onQ?.(value), debounceMs);
  useEffect(() => setText(q), [q]);
  return (
    <search className={classes["bar"]}>
      {onQ ? (
        <TextInput
          data-filter-box
          type="search"
          className={classes["box"] ?? ""}
          placeholder={placeholder}
          aria-label={placeholder}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            publish(event.currentTarget.value);
          }}
        />
      ) : null}
      {children}
    </search>
  );
}
