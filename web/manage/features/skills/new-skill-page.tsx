"use client";

import { Button, Group, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { useCreateSkill } from "./queries.ts";
import { SkillFields, skillProblems } from "./skill-fields.tsx";

const example = `---
name: product-launch
description: Use when a text is about a new product. Don't use for seasonal offers.
applies_to: blog-writer
---

Name the product once in the first paragraph.
`;

/** Writes a skill for every tenant: by its fields, or as a Markdown file. */
export function NewSkillPage() {
  const [kind, setKind] = useState("fields");
  return (
    <>
      <PageHeader title="Write a skill" crumbs={[{ label: "Skills", href: "/skills" }]} lead="For every tenant." />
      <Stack gap="lg">
        <SegmentedControl
          aria-label="How the skill is written"
          value={kind}
          onChange={setKind}
          data={[
            { value: "fields", label: "By its fields" },
            { value: "file", label: "As a Markdown file" },
          ]}
          style={{ alignSelf: "flex-start" }}
        />
        <Panel>{kind === "fields" ? <ByFields /> : <AsFile />}</Panel>
      </Stack>
    </>
  );
}

function useCreate() {
  const router = useRouter();
  return useCreateSkill(({ id }) => router.push(`/skills/${id}`));
}

function ByFields() {
  const create = useCreate();
  const form = useForm({
    initialValues: { name: "", description: "", body: "", appliesTo: [] as string[] },
    validate: {
      ...skillProblems,
      name: (value) => (/^[a-z][a-z0-9-]{1,60}$/.test(value) ? null : "Use small letters, digits and hyphens."),
    },
  });
  useFieldErrors(form.setErrors, create.error);
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <Stack>
        <FormErrors error={create.error} />
        <TextInput label="Name" placeholder="product-launch" required maxLength={61} {...form.getInputProps("name")} />
        <SkillFields form={form} />
        <Send isBusy={create.isPending} />
      </Stack>
    </form>
  );
}

function AsFile() {
  const create = useCreate();
  const [markdown, setMarkdown] = useState(example);
  return (
    <Stack>
      <FormErrors error={create.error} />
      <Textarea
        label="File"
        description="Name, description and agents between the lines of hyphens, then the text"
        autosize
        minRows={12}
        maxRows={30}
        maxLength={22_000}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
        value={markdown}
        onChange={(event) => setMarkdown(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button loading={create.isPending} onClick={() => create.mutate({ markdown })}>
          Create
        </Button>
      </Group>
    </Stack>
  );
}

function Send({ isBusy }: { isBusy: boolean }) {
  return (
    <Group justify="flex-end">
      <Button type="submit" loading={isBusy}>
        Create
      </Button>
    </Group>
  );
}
