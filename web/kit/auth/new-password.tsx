"use client";

import { PasswordInput } from "@mantine/core";
import { IconCheck, IconPoint } from "@tabler/icons-react";
import type { ChangeEvent, CSSProperties, FocusEvent, ReactNode } from "react";
import type { ApiError } from "../api/error.ts";
import classes from "./new-password.module.css";
import { type Owner, usePasswordCheck } from "./use-password-check.ts";

const passwordMin = 8;
const passwordMax = 128;

/** A length nobody guesses; the meter is full there. */
const plenty = 16;

interface NewPasswordProps {
  label: string;
  value?: string;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  onFocus?: (event: FocusEvent<HTMLInputElement>) => void;
  onBlur?: (event: FocusEvent<HTMLInputElement>) => void;
  error?: ReactNode;
  /** Why the service refused what was sent, e.g. a password that is known from breaches. */
  refusal?: string | null;
  /** Whose password it will be, as far as known. */
  owner?: Owner;
}

const nobody: Owner = {};

/** What is wrong with a new password before the service has seen it: only its length counts. */
export function passwordProblem(value: string): string | null {
  const length = [...value].length;
  if (length < passwordMin) return `Use ${passwordMin} characters or more.`;
  return length > passwordMax ? `Use at most ${passwordMax} characters.` : null;
}

/** The service's reason against a password, for its field; null for any other problem. */
export function refusedPassword(problem: ApiError | null): string | null {
  if (problem?.code !== "password.weak_password") return null;
  return problem.fields[0]?.message ?? problem.message;
}

/** A field for a new password: shows while typing which rules it meets. Length counts, not the kinds of characters. */
export function NewPassword({ label, error, refusal, owner = nobody, value = "", ...input }: NewPasswordProps) {
  const length = [...value].length;
  const isEnough = length >= passwordMin;
  const verdict = usePasswordCheck(value, isEnough, owner);
  const isFine = verdict?.fault === null;
  const shown = error ?? verdict?.message ?? (isFine ? null : refusal);
  return (
    <div>
      <PasswordInput
        label={label}
        size="md"
        autoComplete="new-password"
        maxLength={passwordMax}
        visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
        error={shown}
        aria-invalid={shown ? true : undefined}
        value={value}
        {...input}
      />
      <div className={classes["track"]} aria-hidden="true">
        <span
          className={classes["fill"]}
          data-enough={isEnough || undefined}
          style={{ "--share": `${Math.min(100, (length / plenty) * 100)}%` } as CSSProperties}
        />
      </div>
      <ul className={classes["rules"]} aria-label="Rules of the password">
        <Rule isMet={isEnough}>
          {passwordMin} characters or more{isEnough && length < plenty ? "; longer is better" : ""}
        </Rule>
        <Rule isMet={isFine}>Not common, not known from a breach, not your own name or address</Rule>
      </ul>
    </div>
  );
}

function Rule({ isMet = false, children }: { isMet?: boolean; children: ReactNode }) {
  const Icon = isMet ? IconCheck : IconPoint;
  return (
    <li className={classes["rule"]} data-met={isMet || undefined}>
      <Icon size={14} aria-hidden />
      <span>{children}</span>
    </li>
  );
}
