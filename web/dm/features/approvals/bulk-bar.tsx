"use client";
import { Affix, Button, Group, Paper, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { DecisionForm } from "#kit/approval/decision-form.tsx";
import { decisionProblem } from "#kit/approval/queries.ts";
import type { ApprovalItem, BulkResult } from "#schema/approval.ts";
import { useBulkDecision } from "./queries.ts";

interface Props {
  items: readonly ApprovalItem[];
  onClear(): void;
  onDone(results: BulkResult[]): void;
}

/** Under the queue while something is chosen: one decision for all of it, each decided alone. */
export function BulkBar({ items, onClear, onDone }: Props) {
  const [decision, setDecision] = useState<"approve" | "reject" | null>(null);
  const bulk = useBulkDecision((results) => {
    setDecision(null);
    onDone(results);
  });
  if (items.length === 0) return null;
  const clients = new Set(items.map(({ tenantName }) => tenantName));
  const ask = (next: "approve" | "reject") => {
    bulk.reset();
    setDecision(next);
  };
  return (
    <Affix position={{ bottom: 72, left: 16, right: 16 }} zIndex={90} style={{ pointerEvents: "none" }}>
      <Paper
        component="section"
        aria-label="Decide what is chosen"
        withBorder
        shadow="md"
        p="xs"
        radius="md"
        mx="auto"
        w="fit-content"
        maw="100%"
        style={{ pointerEvents: "auto" }}
      >
        <Group gap="sm">
          <Text size="sm" fw={600} aria-live="polite">
            {items.length} chosen
          </Text>
          <Button size="xs" leftSection={<IconCheck size={15} aria-hidden />} onClick={() => ask("approve")}>
            Approve
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconX size={15} aria-hidden />}
            onClick={() => ask("reject")}
          >
            Reject
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            Clear
          </Button>
        </Group>
      </Paper>
      <DecisionForm
        decision={decision}
        subject={`${items.length} approvals of ${[...clients].slice(0, 3).join(", ")}${clients.size > 3 ? " and others" : ""}`}
        effect="Each is decided alone; what is refused stays chosen and says why."
        isBusy={bulk.isPending}
        error={bulk.isError ? decisionProblem(bulk.error) : null}
        onClose={() => setDecision(null)}
        onSend={({ decision: verdict, ...answer }) => {
          if (verdict !== "revise") bulk.mutate({ items, decision: verdict, ...answer });
        }}
      />
    </Affix>
  );
}
