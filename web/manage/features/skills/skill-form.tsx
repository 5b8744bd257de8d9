"use client";

import { Button, Group, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import type { Skill } from "#schema/skill.ts";
import { useChangeSkill } from "./queries.ts";
import { SkillFields, skillProblems } from "./skill-fields.tsx";

/** Edits a skill; other words make another version. */
export function SkillForm({ skill }: { skill: Skill }) {
  const change = useChangeSkill(skill);
  const { description, body, appliesTo } = skill;
  const form = useForm({ initialValues: { description, body, appliesTo }, validate: skillProblems });
  useFieldErrors(form.setErrors, change.error);
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
      <Stack>
        <FormErrors error={change.error} />
        <SkillFields form={form} />
        <Group justify="flex-end">
          <Button variant="default" onClick={form.reset} disabled={!form.isDirty()}>
            Undo changes
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
