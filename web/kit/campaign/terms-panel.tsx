"use client";

import { Button, Group, Select, Stack } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import { type SearchTerm, TermClass } from "#schema/campaign-results.ts";
import { useRights } from "../auth/session.ts";
import { type Column, DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { costOf, count } from "../components/format.ts";
import { optionsOf } from "../components/options.ts";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TwoLines } from "../components/two-lines.tsx";
import { useClassify, useDecideTerm, usePushTerms, useTerms } from "./queries.ts";

const verdicts: Record<SearchTerm["classification"], string> = {
  add_as_keyword: "Bid on it",
  add_as_negative: "Exclude it",
  watch: "Watch it",
  irrelevant: "Does not matter",
};

/** What people typed before they saw an ad, with the agent's verdict and the agency's word. */
export function TermsPanel({ campaign }: { campaign: CampaignDetail }) {
  const [of, setOf] = useQueryState("verdict", parseAsStringLiteral(TermClass.options));
  const list = useTerms(campaign.id, of ?? undefined);
  const classify = useClassify(campaign.id);
  const push = usePushTerms(campaign.id);
  const { can } = useRights();
  const mayDecide = can("campaign.decide_dm");
  const columns: Column<SearchTerm>[] = [
    { key: "term", header: "Term", cell: ({ term, adGroup }) => <TwoLines first={term} second={adGroup} /> },
    {
      key: "verdict",
      header: "Verdict",
      width: 240,
      cell: ({ classification, rationale }) => <TwoLines first={verdicts[classification]} second={rationale} />,
    },
    { key: "status", header: "Status", width: 140, cell: ({ status }) => <StatusBadge kind="term" status={status} /> },
    { key: "clicks", header: "Clicks", width: 80, align: "right", cell: ({ clicks }) => count(clicks) },
    { key: "won", header: "Won", width: 70, align: "right", hideOnCard: true, cell: (row) => count(row.conversions) },
    {
      key: "cost",
      header: "Cost",
      width: 100,
      align: "right",
      cell: ({ costMinor }) => costOf(costMinor, campaign.budget?.currency),
    },
  ];
  const decision: Column<SearchTerm> = {
    key: "decision",
    header: "Decision",
    width: 190,
    cell: (term) => <Decision campaignId={campaign.id} term={term} />,
  };
  const read = mayDecide ? (
    <Group gap="xs">
      <Button size="xs" variant="default" loading={classify.isPending} onClick={() => classify.mutate()}>
        Read the newest terms
      </Button>
      <Button size="xs" variant="default" loading={push.isPending} onClick={() => push.mutate()}>
        Ask to push what is decided
      </Button>
    </Group>
  ) : null;
  return (
    <Panel flush>
      <FilterBar>
        <Group justify="space-between" gap="sm" w="100%">
          <Select
            size="xs"
            aria-label="Verdict"
            placeholder="Any verdict"
            clearable
            data={optionsOf(verdicts)}
            value={of}
            onChange={(value) => void setOf(value as typeof of)}
          />
          {read}
        </Group>
      </FilterBar>
      <DataTable
        label="Search terms"
        list={list}
        columns={mayDecide ? [...columns, decision] : columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            icon={IconListSearch}
            title={of ? "No match" : "No search terms yet"}
            text={of ? "No term has this verdict." : "They are read from the linked Google Ads account and judged."}
          />
        }
      />
    </Panel>
  );
}

function Decision({ campaignId, term }: { campaignId: string; term: SearchTerm }) {
  const decide = useDecideTerm(campaignId);
  if (term.status === "pushed") return verdicts[term.decision ?? term.classification];
  return (
    <Stack gap={4}>
      <Select
        size="xs"
        aria-label={`Decision on ${term.term}`}
        placeholder="Decide"
        allowDeselect={false}
        disabled={decide.isPending}
        data={[
          ...TermClass.options.map((value) => ({ value: value as string, label: verdicts[value] })),
          ...(term.status === "skipped" ? [] : [{ value: "skip", label: "Leave it" }]),
        ]}
        value={term.status === "skipped" ? null : term.decision}
        onChange={(value) =>
          value &&
          decide.mutate({
            termId: term.id,
            decision: value === "skip" ? { skip: true } : { decision: TermClass.parse(value) },
          })
        }
      />
    </Stack>
  );
}
