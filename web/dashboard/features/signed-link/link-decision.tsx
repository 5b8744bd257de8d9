"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconEdit, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { type Decision, DecisionForm } from "#kit/approval/decision-form.tsx";
import { decisionProblem } from "#kit/approval/queries.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { LinkItem, LinkView } from "#schema/approval-link.ts";
import { CodeGate } from "./code-gate.tsx";
import { useLinkDecision } from "./queries.ts";

interface LinkDecisionProps {
  token: string;
  link: LinkView;
  item: LinkItem;
}

/** Approve, ask for changes or reject, after the code that was mailed to the contact. */
export function LinkDecision({ token, link, item }: LinkDecisionProps) {
  const [asked, setAsked] = useState<Decision | null>(null);
  const decide = useLinkDecision(token, () => setAsked(null));
  const ask = (decision: Decision): void => {
    decide.reset();
    setAsked(decision);
  };
  return (
    <Panel title="Your decision" aside={<StatusBadge kind="approval" status={item.status} size="sm" />}>
      <Stack gap="sm">
        <Standing link={link} item={item} />
        {item.status === "pending" && link.canDecide && !link.verified ? <CodeGate token={token} link={link} /> : null}
        {item.mayDecide && link.verified ? (
          <Stack gap="xs">
            <Button fullWidth leftSection={<IconCheck size={16} aria-hidden />} onClick={() => ask("approve")}>
              Approve
            </Button>
            <Group grow gap="xs">
              <Button variant="default" leftSection={<IconEdit size={16} aria-hidden />} onClick={() => ask("revise")}>
                Ask for changes
              </Button>
              <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={() => ask("reject")}>
                Reject
              </Button>
            </Group>
          </Stack>
        ) : null}
      </Stack>
      <DecisionForm
        decision={asked}
        subject={`${item.subject.title}, version ${item.subject.version}, for ${link.tenantName}`}
        effect="After this the post may be published."
        isCategoryRequired
        isBusy={decide.isPending}
        error={decide.error ? decisionProblem(decide.error) : null}
        onClose={() => setAsked(null)}
        onSend={({ decision, note, category }) => {
          const about = { approvalId: item.approvalId, contentHash: item.contentHash };
          if (decision === "approve")
            decide.mutate({ verb: "approve", input: { ...about, ...(note ? { note } : {}) } });
          else if (note && category) decide.mutate({ verb: "reject", input: { ...about, note, category } });
        }}
      />
    </Panel>
  );
}

function Standing({ link, item }: { link: LinkView; item: LinkItem }) {
  if (item.status === "pending" && link.canDecide) {
    return (
      <Text size="sm">
        {link.verified
          ? (item.whyNot ?? "You decide about exactly the text you see here.")
          : "Read it first. Then confirm that it is you, and decide."}{" "}
        Time to decide ends <TimeAgo at={item.expiresAt} />.
      </Text>
    );
  }
  if (item.status === "pending")
    return <Text size="sm">This link is for reading and talking; somebody else decides.</Text>;
  return <Text size="sm">{item.whyNot ?? "This is decided. There is nothing left to do here."}</Text>;
}
