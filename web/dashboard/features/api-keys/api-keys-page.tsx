"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { wholeList } from "#kit/api/whole-list.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { ApiKey, ApiKeyOnce } from "#schema/api-key.ts";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { KeyMenu } from "./key-menu.tsx";
import { KeyName } from "./key-name.tsx";
import { KeyOnceDialog } from "./key-once-dialog.tsx";
import { useApiKeys } from "./queries.ts";
import { scopeWords } from "./scope-words.ts";

/** Keys with which the company's own systems work with the workspace. */
export function ApiKeysPage() {
  const list = wholeList(useApiKeys());
  const [isCreating, { open, close }] = useDisclosure(false);
  const [fresh, setFresh] = useState<ApiKeyOnce | null>(null);
  const show = (key: ApiKeyOnce): void => {
    close();
    setFresh(key);
  };
  const columns: Column<ApiKey>[] = [
    { key: "name", header: "Name", cell: (key) => <KeyName apiKey={key} /> },
    { key: "scopes", header: "May", hideOnCard: true, cell: ({ scopes }) => scopeWords(scopes) },
    {
      key: "used",
      header: "Last used",
      width: 140,
      cell: ({ lastUsedAt }) => <TimeAgo at={lastUsedAt} fallback="Never" />,
    },
    {
      key: "expires",
      header: "Expires",
      width: 130,
      cell: ({ expiresAt }) => <TimeAgo at={expiresAt} fallback="Never" />,
    },
    {
      key: "menu",
      header: "Actions",
      width: 80,
      align: "right",
      cell: (key) => (key.revokedAt ? null : <KeyMenu apiKey={key} onRotated={show} />),
    },
  ];
  return (
    <>
      <PageHeader
        title="API keys"
        lead="For your own systems. A key never decides an approval."
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            New key
          </Button>
        }
      />
      <Panel flush>
        <DataTable
          label="API keys"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          empty={
            <EmptyState
              icon={IconKey}
              title="No keys"
              text="With a key, a program of yours reads and writes what the key's scopes allow."
              action={<Button onClick={open}>New key</Button>}
            />
          }
        />
      </Panel>
      <CreateKeyDialog opened={isCreating} onClose={close} onCreated={show} />
      <KeyOnceDialog apiKey={fresh} onClose={() => setFresh(null)} />
    </>
  );
}
