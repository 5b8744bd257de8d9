"use client";

import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { User } from "#schema/account.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { AppearanceChoice } from "./appearance-choice.tsx";
import { useChangeUser } from "./queries.ts";
import { useSession } from "./session.ts";

/** The person's own name, time zone and appearance. */
export function ProfilePage() {
  const session = useSession();
  return (
    <>
      <PageHeader title="Profile" lead={session.data?.email} />
      {session.isPending ? <TextSkeleton /> : null}
      {session.error && !session.data ? (
        <ErrorBlock error={session.error} onRetry={() => void session.refetch()} />
      ) : null}
      {session.data ? (
        <Stack maw={720}>
          <Panel title="About you">
            <PersonForm user={session.data} />
          </Panel>
          <Panel title="Appearance">
            <AppearanceChoice />
          </Panel>
        </Stack>
      ) : null}
    </>
  );
}

const zones = Intl.supportedValuesOf("timeZone");

function zonesWith(present: string): string[] {
  return [...new Set(["UTC", present, ...zones])];
}

function PersonForm({ user }: { user: User }) {
  const change = useChangeUser("Profile saved");
  const form = useForm({
    initialValues: { firstName: user.firstName, lastName: user.lastName, timezone: user.timezone },
    validate: {
      firstName: (value) => (value.trim() ? null : "Enter your first name."),
      lastName: (value) => (value.trim() ? null : "Enter your last name."),
    },
  });
  const save = (values: typeof form.values): void => change.mutate(values, { onSuccess: () => form.resetDirty() });
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label="First name" autoComplete="given-name" maxLength={80} {...form.getInputProps("firstName")} />
          <TextInput label="Last name" autoComplete="family-name" maxLength={80} {...form.getInputProps("lastName")} />
        </SimpleGrid>
        <Select
          label="Time zone"
          description="Mails and reports use it; this portal shows times in the zone of your browser."
          data={zonesWith(user.timezone)}
          searchable
          allowDeselect={false}
          limit={60}
          {...form.getInputProps("timezone")}
        />
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {form.isDirty() ? "Not saved yet" : "Everything is saved"}
          </Text>
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
