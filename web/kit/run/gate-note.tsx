"use client";
import { Alert, Anchor, List, Text } from "@mantine/core";
import { IconHourglass } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ActivityDetail, BlockedReason } from "#schema/activity.ts";
import { type Paths, type PortalName, pathsOf } from "../blog/paths.ts";
import { StatusBadge } from "../components/status-badge.tsx";

interface Gate {
  why: string;
  todo: string;
  /** Where it is cleared, in the Dashboard. */
  place?: { label: string; href: string };
}

const gates: Record<BlockedReason, Gate> = {
  dependency: { why: "It needs the result of other work first.", todo: "It begins by itself once that is done." },
  plan_gate: {
    why: "The strategy or the plan is not approved yet.",
    todo: "It begins by itself after the approval.",
    place: { label: "Open the approvals", href: "/approvals" },
  },
  plan: { why: "The subscription does not hold this kind of work.", todo: "Ask the agency for a larger plan." },
  contract: {
    why: "The contract is not accepted yet.",
    todo: "An admin of the workspace accepts it.",
    place: { label: "Read the contract", href: "/contract" },
  },
  subscription: { why: "An invoice is overdue, and the subscription is locked.", todo: "It goes on once it is paid." },
  tenant: { why: "The workspace is paused.", todo: "Ask the agency to let it go on." },
  channel_missing: {
    why: "The channel it reads from or goes out to is not connected.",
    todo: "Connect it; the work goes on by itself.",
  },
  agent_paused: {
    why: "Its agent is paused or switched off.",
    todo: "It goes on once the agent is let go on.",
    place: { label: "See the agents", href: "/settings/agents" },
  },
  insufficient_credits: {
    why: "There are not enough credits for it.",
    todo: "Top up, or wait for the next reset: it goes on by itself.",
    place: { label: "See the credits", href: "/usage" },
  },
  spend_cap: {
    why: "The cap of what models may cost this month is reached.",
    todo: "It goes on with the next month or a higher cap.",
    place: { label: "See the cap", href: "/usage?tab=rates" },
  },
  privacy: {
    why: "The data of this workspace stays on own machines, and no model there can do this work.",
    todo: "An admin of the platform has to set one up.",
  },
};

/** Says in plain words why work does not go on, and what to do about it; nothing where it does. */
export function GateNote({ activity, portal }: { activity: ActivityDetail; portal: PortalName }) {
  if (["done", "cancelled", "failed"].includes(activity.status)) return null;
  const paths = pathsOf(portal, activity.tenantId);
  if (activity.pausedAt !== null)
    return (
      <Note title="Paused">
        A person of the agency has paused it. It goes on when somebody of the agency resumes it.
      </Note>
    );
  if (activity.needsHuman)
    return <Note title="A person has to act">It was sent back three times. The agency edits it or gives it up.</Note>;
  if (activity.status === "awaiting_approval")
    return (
      <Note title="It waits for a decision">
        The draft is ready.{" "}
        <Anchor component={Link} href={paths.approvals} size="sm" underline="always">
          Open the approvals
        </Anchor>
      </Note>
    );
  if (activity.blockedReason === null) return null;
  const { why, todo, place } = gates[activity.blockedReason];
  const open = activity.waitsFor.filter(({ status }) => status !== "done");
  return (
    <Note title={why}>
      {todo}{" "}
      {place && portal === "dashboard" && (
        <Anchor component={Link} href={place.href} size="sm" underline="always">
          {place.label}
        </Anchor>
      )}
      {activity.blockedReason === "dependency" && <Works items={open} paths={paths} />}
    </Note>
  );
}

function Note({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert color="yellow" mb="lg" icon={<IconHourglass aria-hidden />} title={title}>
      {children}
    </Alert>
  );
}

/** Other work by name and status, as links. */
export function Works({ items, paths }: { items: ActivityDetail["waitsFor"]; paths: Pick<Paths, "activity"> }) {
  return (
    <List size="sm" mt="xs" listStyleType="none">
      {items.map(({ id, ref, title, status }) => (
        <List.Item key={id}>
          <Anchor component={Link} href={paths.activity(id)} size="sm">
            {title}
          </Anchor>{" "}
          <Text span size="xs" c="dimmed">
            {ref}
          </Text>{" "}
          <StatusBadge kind="activity" status={status} size="sm" />
        </List.Item>
      ))}
    </List>
  );
}
