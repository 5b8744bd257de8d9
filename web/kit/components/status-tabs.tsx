"use client";

import classes from "./status-tabs.module.css";

interface StatusTabsProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}

/** A row of choices of which one holds; scrolls sideways on narrow screens. */
export function StatusTabs<V extends string>({ label, value, options, onChange }: StatusTabsProps<V>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that this row must not have
    <div className={classes["tabs"]} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={classes["tab"]}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
