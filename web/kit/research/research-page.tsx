"use client";

import { Anchor, Stack, Text } from "@mantine/core";
import { IconMicroscope } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { ResearchKind, ResearchNote } from "#schema/research.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { DetailDrawer } from "../components/detail-drawer.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { Markdown } from "../components/markdown.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { useNote, useNotes } from "./queries.ts";

const kinds = ["all", "client", "competitor", "topic", "research"] as const;
const names: Record<ResearchKind, string> = {
  client: "Your company",
  competitor: "Competitors",
  topic: "Topics",
  research: "Questions",
};
const options = kinds.map((value) => ({ value, label: value === "all" ? "All" : names[value] }));

const columns: Column<ResearchNote>[] = [
  { key: "title", header: "Title", cell: ({ title }) => title },
  { key: "kind", header: "About", width: 160, cell: ({ kind }) => names[kind] },
  { key: "at", header: "From", width: 140, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
];

/** What agents found out about the company, its competitors and topics; texts are written from it. */
export function ResearchPage({ portal }: { portal: PortalName }) {
  const [{ kind, note }, setPlace] = useQueryStates({
    kind: parseAsStringLiteral(kinds).withDefault("all"),
    note: parseAsString,
  });
  const list = useNotes(kind === "all" ? null : kind);
  return (
    <>
      <PageHeader title="Research" lead="What the agents found out; plans and texts are made of it." />
      <Panel flush>
        <FilterBar>
          <StatusTabs
            label="About"
            value={kind}
            options={options}
            onChange={(value) => void setPlace({ kind: value })}
          />
        </FilterBar>
        <DataTable
          label="Research"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setPlace({ note: id })}
          empty={
            <EmptyState
              icon={IconMicroscope}
              title={kind === "all" ? "Nothing was researched yet" : "Nothing of this kind"}
              text="The setup begins with research of your company and its competitors."
            />
          }
        />
      </Panel>
      <DetailDrawer id={note} onClose={() => void setPlace({ note: null })} title="Research" size="xl">
        {(one) => <Body portal={portal} id={one} />}
      </DetailDrawer>
    </>
  );
}

function Body({ portal, id }: { portal: PortalName; id: string }) {
  const note = useNote(id);
  const paths = usePaths(portal);
  if (note.error && !note.data) return <ErrorBlock error={note.error} onRetry={() => void note.refetch()} />;
  if (!note.data) return <TextSkeleton lines={10} />;
  const { title, kind, body, activityId, createdAt } = note.data;
  return (
    <Stack gap="md">
      <Text component="h2" fw={600} size="lg">
        {title}
      </Text>
      <Text size="xs" c="dimmed">
        {names[kind]} · <TimeAgo at={createdAt} />
        {activityId ? (
          <>
            {" · "}
            <Anchor component={Link} href={paths.activity(activityId)} inherit>
              how it was found
            </Anchor>
          </>
        ) : null}
      </Text>
      <Markdown look="plain">{body}</Markdown>
    </Stack>
  );
}
