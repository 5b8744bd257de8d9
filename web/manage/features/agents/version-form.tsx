"use client";

import { Button, Group, MultiSelect, NumberInput, Select, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormErrors, useFieldErrors } from "#kit/components/form-errors.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import type { Adapter } from "#schema/adapter.ts";
import { Tier } from "#schema/agent.ts";
import type { AgentVersion, MasterAgent } from "#schema/agent-version.ts";
import { useDraft } from "./queries.ts";
import { inputOf, problemsOf, valuesOf } from "./version-values.ts";

interface VersionFormProps {
  agent: MasterAgent;
  from: AgentVersion;
  choices: { tools: string[]; skills: string[] };
  adapters: readonly Adapter[];
  onDone: () => void;
}

const tierOptions = Tier.options.map((value) => ({ value, label: words(value) }));

/** Writes a draft from an earlier version. */
export function VersionForm({ agent, from, choices, adapters, onDone }: VersionFormProps) {
  const draft = useDraft(agent.name, onDone);
  const form = useForm({ initialValues: valuesOf(from), validate: problemsOf });
  useFieldErrors(form.setErrors, draft.error);
  const hasModel = agent.tier !== "none";
  const field = form.getInputProps;
  return (
    <form onSubmit={form.onSubmit((values) => draft.mutate(inputOf(values)))} noValidate>
      <Stack gap="lg">
        <FormErrors error={draft.error} />
        <Panel title={hasModel ? "Prompt" : "What it does"}>
          <Textarea
            aria-label="Prompt"
            autosize
            minRows={10}
            maxRows={30}
            maxLength={40_000}
            description={`${form.values.systemPrompt.length.toLocaleString("en")} characters. What the agent is told with every run, before what the run is about.`}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
            {...field("systemPrompt")}
          />
        </Panel>
        {hasModel ? (
          <Panel title="Model and limits">
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              <Select label="Tier" data={tierOptions} allowDeselect={false} {...field("tier")} />
              <Select
                label="Adapter"
                placeholder="As the tier says"
                data={adapters.map(({ name, enabled }) => ({ value: name, label: name, disabled: !enabled }))}
                clearable
                clearButtonProps={{ "aria-label": "Clear the adapter" }}
                {...field("adapter")}
              />
              <TextInput label="Model" placeholder="As the adapter says" maxLength={120} {...field("model")} />
              <NumberInput label="Temperature" min={0} max={1} step={0.1} decimalScale={2} {...field("temperature")} />
              <NumberInput label="Longest answer, tokens" min={256} max={64_000} {...field("maxOutputTokens")} />
              <NumberInput label="Turns" description="1 without tools" min={1} max={50} {...field("maxTurns")} />
              <NumberInput
                label="Tokens of one run"
                placeholder="No cap"
                min={1_000}
                max={2_000_000}
                {...field("maxTokensPerRun")}
              />
              <NumberInput
                label="Cost of one run, US cents"
                placeholder="No cap"
                min={0}
                max={100_000}
                {...field("maxCostPerRunMinor")}
              />
            </SimpleGrid>
          </Panel>
        ) : null}
        <Panel title="Tools and skills">
          <Stack>
            {hasModel ? <MultiSelect label="Tools" data={choices.tools} {...field("tools")} /> : null}
            <MultiSelect
              label="Skills"
              description="None chosen: all that are written for the agent"
              data={choices.skills}
              searchable
              {...field("skills")}
            />
          </Stack>
        </Panel>
        <Panel title="Change">
          <Stack>
            <TextInput
              label="What is different, and why"
              required
              maxLength={500}
              placeholder="Shorter introductions; clients asked for them"
              {...field("changeNote")}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={form.reset} disabled={!form.isDirty()}>
                Undo changes
              </Button>
              <Button type="submit" loading={draft.isPending} disabled={!form.isDirty()}>
                Keep as a draft
              </Button>
            </Group>
          </Stack>
        </Panel>
      </Stack>
    </form>
  );
}
