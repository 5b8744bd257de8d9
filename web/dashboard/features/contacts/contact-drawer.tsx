"use client";

import { Button, Group, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useRights } from "#kit/auth/session.ts";
import { ConfirmDialog } from "#kit/components/confirm-dialog.tsx";
import { DetailDrawer } from "#kit/components/detail-drawer.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Facts } from "#kit/components/facts.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { Contact, ContactType } from "#schema/contact.ts";
import { useChangeContact, useContact, useRemoveContact, useSuppress } from "./queries.ts";
import { contactName, standingOf, typeOptions } from "./words.ts";

const sources = { lead: "A lead", manual: "By hand", import: "A file" } as const;

/** One person over the list: what is known, what they agreed to, and whether they are written to. */
export function ContactDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <DetailDrawer id={id} onClose={onClose} title="Contact">
      {(one) => <Loaded id={one} onClose={onClose} />}
    </DetailDrawer>
  );
}

function Loaded({ id, onClose }: { id: string; onClose: () => void }) {
  const contact = useContact(id);
  if (contact.error && !contact.data)
    return <ErrorBlock error={contact.error} onRetry={() => void contact.refetch()} />;
  if (!contact.data) return <TextSkeleton lines={8} />;
  return <Body key={contact.data.rowVersion} contact={contact.data} onClose={onClose} />;
}

function Body({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { tone, word } = standingOf(contact);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text component="h2" fw={600} size="lg">
          {contactName(contact)}
        </Text>
        <ToneBadge tone={tone}>{word}</ToneBadge>
      </Group>
      <Facts
        facts={[
          ["E-mail", contact.email],
          ["Phone", contact.phone],
          ["Company", contact.company],
          ["Came by", sources[contact.source]],
          ["Reader since", contact.subscribedAt ? <TimeAgo key="since" at={contact.subscribedAt} /> : ""],
          ["Left", contact.unsubscribedAt ? <TimeAgo key="left" at={contact.unsubscribedAt} /> : ""],
          ["Agreed to", contact.consentText],
        ]}
      />
      <Labels contact={contact} />
      <Reading contact={contact} />
      <Ends contact={contact} onClose={onClose} />
    </Stack>
  );
}

function Labels({ contact }: { contact: Contact }) {
  const save = useChangeContact(contact);
  const [type, setType] = useState<ContactType>(contact.type);
  const [tags, setTags] = useState(contact.tags);
  return (
    <Stack gap="xs">
      <Select
        label="Is a"
        data={typeOptions}
        value={type}
        allowDeselect={false}
        onChange={(value) => setType(typeOptions.find((one) => one.value === value)?.value ?? type)}
      />
      <TagsInput label="Tags" description="Press Enter after each" maxTags={30} value={tags} onChange={setTags} />
      <Group justify="flex-end">
        <Button size="xs" loading={save.isPending} onClick={() => save.mutate({ type, tags })}>
          Save
        </Button>
      </Group>
    </Stack>
  );
}

function Reading({ contact }: { contact: Contact }) {
  const save = useChangeContact(contact);
  const [consentText, setConsentText] = useState("");
  if (contact.subscription === "subscribed")
    return (
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ subscribe: false })}>
        Stop the newsletter
      </Button>
    );
  if (!contact.email || (contact.suppressed && contact.suppressed !== "unsubscribe")) return null;
  return (
    <Stack gap="xs">
      <TextInput
        label="Asked for the newsletter? When and where?"
        maxLength={500}
        value={consentText}
        onChange={(event) => setConsentText(event.currentTarget.value)}
      />
      <Button
        variant="light"
        disabled={consentText.trim().length < 5}
        loading={save.isPending}
        onClick={() => save.mutate({ subscribe: true, consentText: consentText.trim() })}
      >
        Send the newsletter from now on
      </Button>
    </Stack>
  );
}

function Ends({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { can } = useRights();
  const [isAsking, setAsking] = useState(false);
  const suppress = useSuppress(contact.id);
  const remove = useRemoveContact(contact.id, onClose);
  return (
    <Group gap="xs">
      {contact.email && !contact.suppressed ? (
        <Button size="xs" variant="default" loading={suppress.isPending} onClick={() => suppress.mutate()}>
          Write no more mail
        </Button>
      ) : null}
      {can("lead_setup.edit") ? (
        <Button size="xs" variant="subtle" color="red" onClick={() => setAsking(true)}>
          Take off the list
        </Button>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
        title="Take off the list?"
        confirmLabel="Take off"
        danger
        isBusy={remove.isPending}
      >
        {contactName(contact)} leaves the list of contacts. Leads and mails that were sent stay.
      </ConfirmDialog>
    </Group>
  );
}
