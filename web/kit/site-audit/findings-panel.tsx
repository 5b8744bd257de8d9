"use client";

import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { IconTool } from "@tabler/icons-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { fixMax, mendedBy } from "#schema/code-change.ts";
import { type SiteAuditDetail, SiteFindingCode, SiteSeverity } from "#schema/site-audit.ts";
import { useRights } from "../auth/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { areaWords, levelWords } from "./names.ts";
import { useFix } from "./queries.ts";
import classes from "./site-audit.module.css";

type Finding = SiteAuditDetail["findings"][number];
const all = "all" as const;
const options = [
  { value: all, label: "All" },
  { value: "critical", label: "Critical" },
  { value: "warning", label: "Warnings" },
  { value: "opportunity", label: "Opportunities" },
] as const;
const addressesMax = 5;

interface FindingsPanelProps {
  audit: SiteAuditDetail;
  onFixed: (change: { codeChangeId: string }) => void;
}

/** Every finding with its evidence; the agency chooses those that an agent mends. */
export function FindingsPanel({ audit, onFixed }: FindingsPanelProps) {
  const [severity, setSeverity] = useQueryState(
    "severity",
    parseAsStringLiteral([all, ...SiteSeverity.options]).withDefault(all),
  );
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const fix = useFix(audit.id, onFixed);
  const { can } = useRights();
  const mayFix = can("content.decide_dm") && audit.status === "done";
  const shown = audit.findings.filter((finding) => severity === all || finding.severity === severity);
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  return (
    <Panel
      title="Findings"
      actions={
        chosen.length > 0 ? (
          <Button
            size="xs"
            leftSection={<IconTool size={15} aria-hidden />}
            loading={fix.isPending}
            onClick={() => fix.mutate([...chosen])}
          >
            Have {chosen.length} mended
          </Button>
        ) : null
      }
    >
      <Stack gap="md">
        <StatusTabs label="Severity" value={severity} options={options} onChange={(value) => void setSeverity(value)} />
        {mayFix ? (
          <Text size="xs" c="dimmed">
            Choose up to {fixMax.findings} that an agent can mend; the change is decided before anything happens.
          </Text>
        ) : null}
        {shown.length === 0 ? <EmptyState compact title="Nothing of this kind was found" /> : null}
        <ul className={classes["findings"]}>
          {shown.map((finding) => (
            <li key={finding.id} className={classes["finding"]}>
              <One
                finding={finding}
                isChosen={chosen.includes(finding.id)}
                {...(mayFix && isMendable(finding) ? { onToggle: () => toggle(finding.id) } : {})}
                isFull={chosen.length >= fixMax.findings}
              />
            </li>
          ))}
        </ul>
      </Stack>
    </Panel>
  );
}

interface OneProps {
  finding: Finding;
  isChosen: boolean;
  isFull: boolean;
  onToggle?: () => void;
}

function One({ finding, isChosen, isFull, onToggle }: OneProps) {
  const more = finding.urls.length - addressesMax;
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      {onToggle ? (
        <Checkbox
          mt={3}
          aria-label={`Have mended: ${finding.title}`}
          checked={isChosen}
          disabled={!isChosen && isFull}
          onChange={onToggle}
        />
      ) : null}
      <Stack gap={4} flex={1} miw={0}>
        <Group gap={8}>
          <Text fw={600}>{finding.title}</Text>
          <StatusBadge kind="severity" status={finding.severity} size="sm" />
          {finding.status === "open" ? null : <StatusBadge kind="finding" status={finding.status} size="sm" />}
        </Group>
        <Text size="sm">{finding.detail}</Text>
        <Text size="xs" c="dimmed">
          {areaWords[finding.area]} · effort {levelWords[finding.effort].toLowerCase()} · effect{" "}
          {levelWords[finding.impact].toLowerCase()} · {finding.evidence}
        </Text>
        {finding.urls.length > 0 ? (
          <ul className={classes["addresses"]}>
            {finding.urls.slice(0, addressesMax).map((url) => (
              <li key={url}>{url}</li>
            ))}
            {more > 0 ? <li>and {more} more</li> : null}
          </ul>
        ) : null}
      </Stack>
    </Group>
  );
}

function isMendable({ code, status }: Finding): boolean {
  const known = SiteFindingCode.safeParse(code);
  return status === "open" && known.success && mendedBy[known.data] !== undefined;
}
