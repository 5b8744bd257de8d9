"use client";
import { Text, Textarea, TextInput } from "@mantine/core";

export interface Limit {
  min: number;
  max: number;
  /** Range in which search engines show the whole text. */
  best?: readonly [from: number, to: number];
}

interface Props {
  label: string;
  value: string;
  limit: Limit;
  error: string | undefined;
  /** What it is for, in a few words. */
  hint?: string | undefined;
  /** Characters as whoever takes the text counts them. */
  length?: number;
  isLong?: boolean;
  onChange(value: string): void;
}

function countOf(length: number, limit: Limit): { text: string; tone: string } {
  const figures = `${length} of ${limit.max}`;
  if (length > limit.max || length < limit.min) return { text: figures, tone: "failed" };
  if (limit.best === undefined) return { text: figures, tone: "waiting" };
  const [from, to] = limit.best;
  if (length < from) return { text: `${figures}, best ${from} to ${to}`, tone: "attention" };
  if (length > to) return { text: `${figures}, may be cut off after ${to}`, tone: "attention" };
  return { text: `${figures}, good length`, tone: "done" };
}

/** A text field that counts its characters against what is accepted and what works best. */
export function CountedField({ label, value, limit, error, hint, length, isLong = false, onChange }: Props) {
  const { text, tone } = countOf(length ?? value.trim().length, limit);
  const shared = {
    label,
    value,
    error,
    inputWrapperOrder: ["label", "input", "error", "description"] as ("label" | "input" | "error" | "description")[],
    description: (
      <Text span size="xs" className="lm-tabular" style={{ color: `var(--lm-${tone}-ink)` }}>
        {hint ? `${text} · ${hint}` : text}
      </Text>
    ),
  };
  if (!isLong) return <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />;
  return (
    <Textarea {...shared} autosize minRows={2} maxRows={14} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}
