"use client";

import { Input, PinInput } from "@mantine/core";
import { useId } from "react";

interface CodeFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** All six digits are there. */
  onComplete?: (value: string) => void;
  error?: string | null;
  description?: string;
  autoFocus?: boolean;
  disabled?: boolean;
}

const digits = 6;

/** Six fields for a one-time code: takes a pasted code and the one a phone offers. */
export function CodeField(props: CodeFieldProps) {
  const { label, value, onChange, onComplete, error, description, autoFocus = false, disabled = false } = props;
  const id = useId();
  return (
    <div>
      <Input.Label id={`${id}-label`} labelElement="div">
        {label}
      </Input.Label>
      {description ? (
        <Input.Description id={`${id}-description`} mb={6}>
          {description}
        </Input.Description>
      ) : null}
      <PinInput
        length={digits}
        type="number"
        size="lg"
        gap={8}
        placeholder=""
        value={value}
        onChange={onChange}
        {...(onComplete ? { onComplete } : {})}
        error={Boolean(error)}
        disabled={disabled}
        autoFocus={autoFocus}
        aria-labelledby={`${id}-label`}
        getInputProps={(index) => ({
          "aria-label": `Digit ${index + 1} of ${digits}`,
          ...(error ? { "aria-describedby": `${id}-error`, "aria-invalid": true } : {}),
        })}
      />
      {error ? (
        <Input.Error id={`${id}-error`} mt={6} role="alert">
          {error}
        </Input.Error>
      ) : null}
    </div>
  );
}
