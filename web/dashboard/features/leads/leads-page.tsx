"use client";

import { Button } from "@mantine/core";
import { IconAddressBook, IconPlus } from "@tabler/icons-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { FilterBar } from "#kit/components/filter-bar.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge, ToneBadge } from "#kit/components/status-badge.tsx";
import { StatusTabs } from "#kit/components/status-tabs.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { LeadItem } from "#schema/lead.ts";
import { LeadDrawer } from "./lead-drawer.tsx";
import { bandTones, nameOf, sourceOf } from "./names.ts";
import { NewLead } from "./new-lead.tsx";
import { useLeads } from "./queries.ts";

const states = ["all", "new", "contacted", "qualified", "converted", "disqualified"] as const;
const options = [
  { value: "all", label: "All" },
  { value: "new", label: "New" },
  { value: "contacted", label: "Contacted" },
  { value: "qualified", label: "Qualified" },
  { value: "converted", label: "Customers" },
  { value: "disqualified", label: "Turned down" },
] as const;

const columns: Column<LeadItem>[] = [
  { key: "name", header: "Name", cell: (lead) => nameOf(lead) },
  { key: "status", header: "Status", width: 150, cell: (lead) => <StatusBadge kind="lead" status={lead.status} /> },
  { key: "score", header: "Score", width: 110, cell: (lead) => <Score lead={lead} /> },
  { key: "company", header: "Company", width: 160, cell: (lead) => lead.company ?? "–" },
  { key: "email", header: "E-mail", width: 260, hideOnCard: true, cell: (lead) => lead.email ?? "–" },
  { key: "source", header: "Came by", width: 120, hideOnCard: true, cell: (lead) => sourceOf(lead.source) },
  { key: "active", header: "Last active", width: 130, cell: (lead) => <TimeAgo at={lead.lastActivityAt} /> },
];

/** People who showed interest. */
export function LeadsPage() {
  const [{ status, q, lead }, setPlace] = useQueryStates({
    status: parseAsStringLiteral(states).withDefault("all"),
    q: parseAsString.withDefault(""),
    lead: parseAsString,
  });
  const [isAdding, setAdding] = useState(false);
  const list = useLeads({ status: status === "all" ? undefined : status, q });
  const add = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
      New lead
    </Button>
  );
  return (
    <>
      <PageHeader title="Leads" lead="People who showed interest, the last active first." actions={add} />
      <Panel flush>
        <FilterBar
          q={q}
          onQ={(text) => void setPlace({ q: text === "" ? null : text })}
          placeholder="Filter by name, company or e-mail"
        >
          <StatusTabs
            label="Status"
            value={status}
            options={options}
            onChange={(value) => void setPlace({ status: value })}
          />
        </FilterBar>
        <DataTable
          label="Leads"
          list={list}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void setPlace({ lead: id })}
          empty={
            status !== "all" || q !== "" ? (
              <EmptyState icon={IconAddressBook} title="No match" />
            ) : (
              <EmptyState
                icon={IconAddressBook}
                title="Leads will be listed here"
                text="Write one down, or connect HubSpot and they come by themselves."
                action={add}
              />
            )
          }
        />
      </Panel>
      <LeadDrawer id={lead} onClose={() => void setPlace({ lead: null })} />
      <NewLead
        opened={isAdding}
        onClose={() => setAdding(false)}
        onSaved={({ id }) => {
          setAdding(false);
          void setPlace({ lead: id });
        }}
      />
    </>
  );
}

function Score({ lead: { score, band } }: { lead: LeadItem }) {
  if (score === null || band === null) return "–";
  return (
    <ToneBadge tone={bandTones[band]} size="sm">
      {`${score} · ${band}`}
    </ToneBadge>
  );
}
