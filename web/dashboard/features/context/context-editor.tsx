"use client";

import { Alert, Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { useLeaveWarning } from "#kit/edit/use-leave-warning.ts";
import type { ContextFile } from "#schema/context.ts";
import { useEditContext } from "./queries.ts";

const bounds = { min: 500, max: 20_000 };

/** A person's own wording: a new version, which is approved like any other. */
export function ContextEditor({ file, onClose }: { file: ContextFile; onClose: () => void }) {
  const save = useEditContext(onClose);
  const form = useForm({
    initialValues: { body: file.body, changeNote: "" },
    validate: {
      body: ({ length }) =>
        length < bounds.min || length > bounds.max
          ? `Write ${bounds.min} to ${bounds.max.toLocaleString("en")} characters.`
          : null,
    },
  });
  useLeaveWarning(form.isDirty());
  useFieldErrors(form.setErrors, save.error);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ body, changeNote }) =>
        save.mutate({ body, ...(changeNote.trim() ? { changeNote } : {}) }),
      )}
    >
      <Panel title="Edit">
        <Stack gap="md">
          <FormErrors error={save.error} />
          {file.status === "pending_review" ? (
            <Alert color="yellow">
              Version {file.version} waits for approval. Saving puts your version in its place.
            </Alert>
          ) : null}
          <Textarea
            label="Text"
            description="Markdown. A line that begins with ## opens a section."
            autosize
            minRows={16}
            maxRows={40}
            maxLength={bounds.max}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            {...form.getInputProps("body")}
          />
          <TextInput
            label="What did you change?"
            description="Optional; stands in the list of versions"
            maxLength={500}
            {...form.getInputProps("changeNote")}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              Save as a new version
            </Button>
          </Group>
        </Stack>
      </Panel>
    </form>
  );
}
