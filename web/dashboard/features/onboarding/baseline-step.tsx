"use client";

import { Anchor, Fieldset, NumberInput, SimpleGrid } from "@mantine/core";
import { baselineGroups } from "./baseline-fields.ts";
import { useMeasured } from "./queries.ts";
import { StepFrame } from "./step-frame.tsx";
import { useStepForm } from "./use-step-form.ts";
import { stepOf, useWizardBoard } from "./wizard-context.tsx";

type Values = Record<string, Record<string, number | "">>;

/** Where the company stands today; every figure may be left out. */
export function BaselineStep() {
  const { wizard } = useWizardBoard();
  const stored = stepOf(wizard, "baseline").data as Partial<Values>;
  const initial: Values = Object.fromEntries(baselineGroups.map(({ key }) => [key, { ...stored[key] }]));
  const { form, submit, problem, isBusy, isDraft } = useStepForm<Values>("baseline", initial, filled);
  const measured = useMeasured().data?.items ?? [];
  // Where a channel knows the figure, one click takes it.
  const taking = (path: string) => {
    const known = measured.find(({ field }) => field === path);
    const [group = "", name = ""] = path.split(".");
    if (!known || form.values[group]?.[name] === known.value) return {};
    const take = () => form.setFieldValue(group, { ...form.values[group], [name]: known.value });
    return {
      inputWrapperOrder: ["label", "input", "description", "error"] as ("label" | "input" | "description" | "error")[],
      description: (
        <Anchor component="button" type="button" size="xs" onClick={take}>
          Take {known.value.toLocaleString("en")} from {known.channelName}
        </Anchor>
      ),
    };
  };
  return (
    <StepFrame step="baseline" onSubmit={form.onSubmit(submit)} isBusy={isBusy} problem={problem} isDraft={isDraft}>
      {baselineGroups.map(({ key, label, fields }) => (
        <Fieldset key={key} legend={label}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            {fields.map((field) => (
              <NumberInput
                key={field.name}
                {...taking(`${key}.${field.name}`)}
                label={field.label}
                min={0}
                allowNegative={false}
                thousandSeparator=","
                hideControls
                {...(field.isPercent ? { suffix: " %", max: 100, decimalScale: 2 } : {})}
                value={form.values[key]?.[field.name] ?? ""}
                error={form.errors[`${key}.${field.name}`]}
                onChange={(value) =>
                  form.setFieldValue(key, {
                    ...form.values[key],
                    [field.name]: typeof value === "number" ? value : "",
                  })
                }
              />
            ))}
          </SimpleGrid>
        </Fieldset>
      ))}
    </StepFrame>
  );
}

function filled(values: Values): object {
  return Object.fromEntries(
    Object.entries(values).map(([group, figures]) => [
      group,
      Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== "")),
    ]),
  );
}
