"use client";

import { Button, Drawer, Group, PasswordInput, Stack, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { isLostRace } from "#kit/api/error.ts";
import { useFieldErrors } from "#kit/components/form-errors.tsx";
import { SaveProblem } from "#kit/components/lost-race.tsx";
import type { Adapter, AdapterPatch } from "#schema/adapter.ts";
import { AdapterChecks } from "./adapter-checks.tsx";
import { AdapterFields } from "./adapter-fields.tsx";
import { useChangeAdapter } from "./queries.ts";

function valuesOf({ baseUrl, models, local, enabled, priority }: Adapter) {
  return { baseUrl: baseUrl ?? "", models, local, enabled, priority: priority as number | string, key: "" };
}

/** One way to models: whether it answers, and what can be changed. */
export function AdapterDrawer({ adapter, onClose }: { adapter: Adapter; onClose: () => void }) {
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={adapter.name}>
      <Stack gap="xl">
        <AdapterChecks adapter={adapter} />
        {adapter.kind === "offline" ? null : <EditForm adapter={adapter} onDone={onClose} />}
      </Stack>
    </Drawer>
  );
}

function EditForm({ adapter, onDone }: { adapter: Adapter; onDone: () => void }) {
  const [seen, setSeen] = useState(adapter);
  const change = useChangeAdapter(seen, onDone);
  const form = useForm({
    initialValues: valuesOf(adapter),
    validate: { priority: (value) => (value === "" ? "Give 1 to 1,000." : null) },
  });
  const isLost = isLostRace(change.error);
  useFieldErrors(form.setErrors, change.error);
  const takeOver = (): void => {
    setSeen(adapter);
    form.setInitialValues(valuesOf(adapter));
    form.reset();
    change.reset();
  };
  const save = ({ key, baseUrl, priority, models, local, enabled }: typeof form.values): void => {
    const all: AdapterPatch = { baseUrl: baseUrl.trim() || null, priority: Number(priority), models, local, enabled };
    const changed = Object.fromEntries(Object.entries(all).filter(([name]) => form.isDirty(name)));
    change.mutate({ ...changed, ...(key.trim() ? { key: key.trim() } : {}) });
  };
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack>
        <Title order={2} size="h4">
          Configuration
        </Title>
        <SaveProblem error={change.error} what="this adapter" onReload={takeOver} />
        <PasswordInput
          label="New key"
          description={adapter.hasKey ? `The one in use ends with ${adapter.keyLast4 ?? "?"}` : "There is none"}
          autoComplete="new-password"
          {...form.getInputProps("key")}
        />
        <AdapterFields form={form} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty() || isLost}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
