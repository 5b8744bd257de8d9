"use client";

import { MultiSelect, SegmentedControl, Stack, Textarea } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";
import { words } from "#kit/components/format.ts";
import { Markdown } from "#kit/components/markdown.tsx";
import { agentNames } from "#schema/agent.ts";

/** What every skill has, new or not. */
export interface SkillValues {
  description: string;
  body: string;
  appliesTo: string[];
}

const agentOptions = agentNames.map((value) => ({ value, label: words(value) }));

/** What is wrong with a skill before it is sent. */
export const skillProblems = {
  description: (value: string) => (value.trim() ? null : "Say when to use it, and when not."),
  body: (value: string) => (value.trim() ? null : "Write the instruction."),
};

interface SkillFieldsProps<V extends SkillValues> {
  form: UseFormReturnType<V>;
}

/** Description, agents and body of a skill; the body as Markdown or as it reads. */
export function SkillFields<V extends SkillValues>({ form }: SkillFieldsProps<V>) {
  const [view, setView] = useState("write");
  return (
    <Stack>
      <Textarea
        label="When to use it"
        description="All that an agent sees before it loads the skill. “Use when… Don't use when…”"
        required
        autosize
        minRows={2}
        maxLength={500}
        {...form.getInputProps("description")}
      />
      <MultiSelect
        label="Agents"
        description="None chosen: all"
        data={agentOptions}
        searchable
        {...form.getInputProps("appliesTo")}
      />
      <SegmentedControl
        aria-label="How the text is shown"
        value={view}
        onChange={setView}
        data={[
          { value: "write", label: "Write" },
          { value: "preview", label: "Preview" },
        ]}
        style={{ alignSelf: "flex-start" }}
      />
      {view === "write" ? (
        <Textarea
          label="Text, in Markdown"
          required
          autosize
          minRows={12}
          maxRows={30}
          maxLength={20_000}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
          {...form.getInputProps("body")}
        />
      ) : (
        <Markdown look="plain">{form.values.body}</Markdown>
      )}
    </Stack>
  );
}
