"use client";

import { Button, Drawer, Group, NumberInput, Select, Stack, Switch } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { isLostRace } from "#kit/api/error.ts";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { words } from "#kit/components/format.ts";
import { SaveProblem } from "#kit/components/lost-race.tsx";
import type { MasterAgent } from "#schema/agent-version.ts";
import { Plan } from "#schema/tenant.ts";
import { useChangeAgent } from "./queries.ts";

const planOptions = Plan.options.map((value) => ({ value, label: words(value) }));
const valuesOf = ({ enabled, minPlan, timeoutS }: MasterAgent) => ({ enabled, minPlan, timeoutS });

/** Changes whom an agent is for and how long it may take. */
export function EditAgent({ agent, onClose }: { agent: MasterAgent; onClose: () => void }) {
  const [seen, setSeen] = useState(agent);
  const change = useChangeAgent(seen, onClose);
  const form = useForm({
    initialValues: valuesOf(agent),
    validate: { timeoutS: (value) => (value >= 30 && value <= 900 ? null : "Give 30 to 900 seconds.") },
  });
  const isLost = isLostRace(change.error);
  useFieldErrors(form.setErrors, change.error);
  const takeOver = (): void => {
    setSeen(agent);
    form.setInitialValues(valuesOf(agent));
    form.reset();
    change.reset();
  };
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={`Edit ${agent.label}`}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
        <Stack>
          <SaveProblem error={change.error} what="this agent" onReload={takeOver} />
          <Switch
            label="On"
            description="Off: no tenant can use it, and no run starts"
            {...form.getInputProps("enabled", { type: "checkbox" })}
          />
          <Select label="From plan" data={planOptions} allowDeselect={false} {...form.getInputProps("minPlan")} />
          <NumberInput
            label="Time-out in seconds"
            description="A run that takes longer is tried again"
            min={30}
            max={900}
            allowDecimal={false}
            {...form.getInputProps("timeoutS")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={!form.isDirty() || isLost}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
