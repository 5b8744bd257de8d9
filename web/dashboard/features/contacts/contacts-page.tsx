"use client";

import { Button, Group, Select, Tabs } from "@mantine/core";
import { IconDownload, IconPlus, IconUpload, IconUsersGroup } from "@tabler/icons-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { saveFile } from "#kit/api/save-file.ts";
import { useAction } from "#kit/api/use-action.ts";
import { useRights } from "#kit/auth/session.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { Contact } from "#schema/contact.ts";
import { ContactDrawer } from "./contact-drawer.tsx";
import { ImportContacts } from "./import-contacts.tsx";
import { MailSettingsPanel } from "./mail-settings.tsx";
import { NewContact } from "./new-contact.tsx";
import { contactsFile, type Filter, useContacts } from "./queries.ts";
import { SegmentsPanel } from "./segments.tsx";
import { contactName, standingOf, subscriptionTabs, typeOf, typeOptions } from "./words.ts";

const views = ["people", "segments", "mail"] as const;
const subscriptions = ["all", "subscribed", "unsubscribed", "none"] as const;

const columns: Column<Contact>[] = [
  { key: "name", header: "Name", cell: (contact) => contactName(contact) },
  { key: "mail", header: "Mail", width: 190, cell: (contact) => <Standing contact={contact} /> },
  { key: "email", header: "E-mail", width: 290, cell: (contact) => contact.email ?? "–" },
  { key: "type", header: "Is a", width: 110, cell: ({ type }) => typeOf(type) },
  { key: "tags", header: "Tags", width: 140, hideOnCard: true, cell: ({ tags }) => tags.join(", ") || "–" },
  { key: "since", header: "Since", width: 130, hideOnCard: true, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];

function Standing({ contact }: { contact: Contact }) {
  const { tone, word } = standingOf(contact);
  return (
    <ToneBadge size="sm" tone={tone}>
      {word}
    </ToneBadge>
  );
}

/** Everybody the client may write to: people, segments of them, and what stands under every mail. */
export function ContactsPage() {
  const [{ view }, setView] = useQueryStates({ view: parseAsStringLiteral(views).withDefault("people") });
  return (
    <>
      <PageHeader title="Contacts" lead="Leads, customers and readers of the newsletter, each once." />
      <Tabs
        value={view}
        keepMounted={false}
        onChange={(value) => void setView({ view: views.find((one) => one === value) ?? null })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="people">People</Tabs.Tab>
          <Tabs.Tab value="segments">Segments</Tabs.Tab>
          <Tabs.Tab value="mail">Mail settings</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <People />
        </Tabs.Panel>
        <Tabs.Panel value="segments">
          <SegmentsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="mail">
          <MailSettingsPanel />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function People() {
  const [{ subscription, type, q, contact }, setPlace] = useQueryStates({
    subscription: parseAsStringLiteral(subscriptions).withDefault("all"),
    type: parseAsString,
    q: parseAsString.withDefault(""),
    contact: parseAsString,
  });
  const [dialog, setDialog] = useState<"new" | "import" | null>(null);
  const filter: Filter = {
    subscription: subscription === "all" ? undefined : subscription,
    type: type ?? undefined,
    q,
  };
  const list = useContacts(filter);
  const isFiltered = subscription !== "all" || type !== null || q !== "";
  return (
    <>
      <Actions filter={filter} onOpen={setDialog} />
      <Panel flush>
        <FilterBar
          q={q}
          onQ={(text) => void setPlace({ q: text === "" ? null : text })}
          placeholder="Filter by name, company or e-mail"
        >
          <StatusTabs
            label="Newsletter"
            value={subscription}
            options={subscriptionTabs}
            onChange={(value) => void setPlace({ subscription: subscriptions.find((one) => one === value) ?? null })}
          />
          <Select
            aria-label="Is a"
            placeholder="Everybody"
            clearable
            data={typeOptions}
            value={type}
            w={150}
            ml="auto"
            onChange={(value) => void setPlace({ type: value })}
          />
        </FilterBar>
        <DataTable
          label="Contacts"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setPlace({ contact: id })}
          empty={
            isFiltered ? (
              <EmptyState icon={IconUsersGroup} title="No match" />
            ) : (
              <EmptyState
                icon={IconUsersGroup}
                title="Nobody is on the list yet"
                text="Leads come by themselves. Write somebody down, or take a list in from a file."
                action={<Button onClick={() => setDialog("import")}>Import a file</Button>}
              />
            )
          }
        />
      </Panel>
      <ContactDrawer id={contact} onClose={() => void setPlace({ contact: null })} />
      <NewContact opened={dialog === "new"} onClose={() => setDialog(null)} />
      <ImportContacts opened={dialog === "import"} onClose={() => setDialog(null)} />
    </>
  );
}

function Actions({ filter, onOpen }: { filter: Filter; onOpen: (dialog: "new" | "import") => void }) {
  const { can } = useRights();
  const download = useAction<void, Blob>(() => contactsFile(filter), {
    onSuccess: (bytes) => saveFile(bytes, "contacts.csv"),
  });
  return (
    <Group justify="flex-end" mb="sm" gap="xs">
      <Button
        variant="default"
        leftSection={<IconDownload size={17} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        Export
      </Button>
      {can("lead_import.start") ? (
        <Button variant="default" leftSection={<IconUpload size={17} aria-hidden />} onClick={() => onOpen("import")}>
          Import
        </Button>
      ) : null}
      <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => onOpen("new")}>
        New contact
      </Button>
    </Group>
  );
}
