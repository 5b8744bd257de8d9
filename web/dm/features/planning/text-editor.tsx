"use client";
import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { count } from "#kit/components/format.ts";
import { useLeaveWarning } from "#kit/edit/use-leave-warning.ts";

interface Props {
  body: string;
  min: number;
  max: number;
  isBusy: boolean;
  error: Error | null;
  onSave(input: { body: string; changeNote?: string }): void;
  onCancel(): void;
}

/** Writes a text anew by hand, as Markdown, with a note for whoever decides it. */
export function TextEditor({ body, min, max, isBusy, error, onSave, onCancel }: Props) {
  const [text, setText] = useState(body);
  const [note, setNote] = useState("");
  const isChanged = text.trim() !== body.trim();
  const isLong = text.trim().length >= min && text.trim().length <= max;
  useLeaveWarning(isChanged);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && isLong)
          onSave({ body: text.trim(), ...(note.trim() === "" ? {} : { changeNote: note.trim() }) });
      }}
    >
      <Stack>
        <FormErrors error={error} />
        <Textarea
          label="Text, as Markdown"
          autosize
          minRows={16}
          maxRows={40}
          maxLength={max}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Text size="xs" c={isLong ? "dimmed" : "red"} className="lm-tabular" aria-live="polite">
          {count(text.trim().length)} characters, {count(min)} to {count(max)}
        </Text>
        <TextInput
          label="What changed, and why (optional)"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={!isChanged || !isLong}>
            Save as a new version
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
