"use client";
import { DecisionForm } from "#kit/approval/decision-form.tsx";
import { decisionProblem, useResolve } from "#kit/approval/queries.ts";
import { words } from "#kit/components/format.ts";
import type { ApprovalItem } from "#schema/approval.ts";

export interface Quick {
  item: ApprovalItem;
  decision: "approve" | "reject";
}

/** Decides one approval from the queue, about exactly the version that the queue showed. */
export function QuickDecision({ quick, onClose }: { quick: Quick | null; onClose(): void }) {
  const resolve = useResolve("dm", quick?.item.id ?? "", quick?.item.contentHash ?? "", onClose);
  const item = quick?.item;
  return (
    <DecisionForm
      decision={quick?.decision ?? null}
      subject={item ? `${item.subject.title}, ${words(item.kind).toLowerCase()} of ${item.tenantName}` : ""}
      effect="It goes on to its next step. Open it first if you have not read it."
      isBusy={resolve.isPending}
      error={resolve.isError ? decisionProblem(resolve.error) : null}
      onClose={() => {
        resolve.reset();
        onClose();
      }}
      onSend={(answer) => resolve.mutate(answer)}
    />
  );
}
