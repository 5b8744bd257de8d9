"use client";

import { Button, Group, Modal, NumberInput, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { GoalDetail } from "#schema/goal.ts";
import { useMeasure, useRetarget } from "./queries.ts";

interface FigureDialogProps {
  goal: GoalDetail;
  /** What is asked for; null closes the dialog. */
  asked: "measure" | "target" | null;
  onClose: () => void;
}

/** Asks for a value that was measured, or for another target. */
export function FigureDialog({ goal, asked, onClose }: FigureDialogProps) {
  return (
    <Modal opened={asked !== null} onClose={onClose} title={asked === "target" ? "Edit target" : "Add a value"}>
      {asked === null ? null : <Body goal={goal} asked={asked} onClose={onClose} />}
    </Modal>
  );
}

function Body({ goal, asked, onClose }: { goal: GoalDetail; asked: "measure" | "target"; onClose: () => void }) {
  const measure = useMeasure(goal.id, onClose);
  const retarget = useRetarget(goal.id, onClose);
  const isTarget = asked === "target";
  const { isPending, error } = isTarget ? retarget : measure;
  const form = useForm({
    initialValues: {
      value: (isTarget ? goal.targetValue : "") as number | "",
      measuredOn: new Date().toISOString().slice(0, 10),
      note: "",
    },
    validate: { value: (value) => (value === "" ? "Enter a figure." : null) },
  });
  useFieldErrors(form.setErrors, error);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ value, measuredOn, note }) => {
        const said = note.trim() ? { note: note.trim() } : {};
        if (isTarget) retarget.mutate({ target: Number(value), ...said });
        else measure.mutate({ value: Number(value), measuredOn, ...said });
      })}
    >
      <Stack>
        <FormErrors error={error} />
        <NumberInput
          data-autofocus
          label={isTarget ? "Target" : "Value"}
          suffix={` ${goal.unit}`}
          thousandSeparator=","
          hideControls
          {...form.getInputProps("value")}
        />
        {isTarget ? null : (
          <TextInput
            type="date"
            label="Measured on"
            max={new Date().toISOString().slice(0, 10)}
            {...form.getInputProps("measuredOn")}
          />
        )}
        <Textarea label="Note (optional)" autosize maxLength={1_000} {...form.getInputProps("note")} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
