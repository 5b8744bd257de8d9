"use client";

import { useState } from "react";
import type { ApprovalItem, ApprovalKind } from "#schema/approval.ts";
import { DecisionBar } from "../approval/decision-bar.tsx";
import { useApprovals } from "../approval/queries.ts";
import type { PortalName } from "../blog/paths.ts";

interface VersionDecisionProps {
  portal: PortalName;
  kind: ApprovalKind;
  /** The version on the screen. */
  subjectId: string;
  /** What an approval sets off. */
  effect: string;
}

/** The bar with which the version on the screen is decided, while it waits for the person's stage. */
export function VersionDecision({ portal, kind, subjectId, effect }: VersionDecisionProps) {
  const { items } = useApprovals(portal, { kind });
  const approval = items.find(({ subject }) => subject.id === subjectId);
  if (!approval) return null;
  return <Bar key={approval.id} portal={portal} approval={approval} effect={effect} />;
}

function Bar({ portal, approval, effect }: { portal: PortalName; approval: ApprovalItem; effect: string }) {
  const [seenHash, setSeenHash] = useState(approval.contentHash);
  return (
    <DecisionBar
      portal={portal}
      approval={approval}
      effect={effect}
      subject={`${approval.subject.title} of ${approval.tenantName}`}
      seenHash={seenHash}
      onReview={() => setSeenHash(approval.contentHash)}
    />
  );
}
