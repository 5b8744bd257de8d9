import { Button, Group, Stack } from "@mantine/core";
import Link from "next/link";
import type { FormEventHandler, ReactNode } from "react";
import { FormErrors } from "#kit/components/form-errors.tsx";

interface FormFrameProps {
  onSubmit: FormEventHandler<HTMLFormElement>;
  error: Error | null;
  isBusy: boolean;
  submitLabel?: string;
  /** Page before this one. */
  backHref?: string;
  children: ReactNode;
}

/** A page of the wizard: errors above, fields, back and forward below. */
export function FormFrame(props: FormFrameProps) {
  const { onSubmit, error, isBusy, submitLabel = "Continue", backHref, children } = props;
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="lg">
        <FormErrors error={error} />
        {children}
        <Group justify="space-between">
          {backHref ? (
            <Button component={Link} href={backHref} variant="default" size="md">
              Back
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" size="md" loading={isBusy}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
