"use client";

import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { FormErrors } from "#kit/components/form-errors.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { useAcceptContract } from "./queries.ts";

/** Signs for the company: full name, and the word that the terms were read. */
export function AcceptForm({ version }: { version: string }) {
  const router = useRouter();
  const accept = useAcceptContract(() => router.push("/"));
  const form = useForm({
    initialValues: { typedName: "", accepted: false },
    validate: {
      typedName: (value) => (value.trim().length >= 3 ? null : "Type your full name."),
      accepted: (value) => (value ? null : "Tick this to accept."),
    },
  });
  return (
    <Panel title="Accept">
      <form
        onSubmit={form.onSubmit(({ typedName }) =>
          accept.mutate({ version, typedName: typedName.trim(), accepted: true }),
        )}
        noValidate
      >
        <Stack maw={460}>
          <FormErrors error={accept.error} />
          <TextInput label="Your full name" autoComplete="name" maxLength={120} {...form.getInputProps("typedName")} />
          <Checkbox
            label="I have read the terms and accept them for my company"
            {...form.getInputProps("accepted", { type: "checkbox" })}
          />
          <Group>
            <Button type="submit" loading={accept.isPending || accept.isSuccess}>
              Accept the contract
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
