"use client";
import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "#kit/api/client.ts";
import { asApiError } from "#kit/api/error.ts";
import { useAction } from "#kit/api/use-action.ts";
import { type Answer, DecisionForm } from "#kit/approval/decision-form.tsx";
import type { ContentRequest } from "#schema/request.ts";

/** Approve or decline a request, for those who may; also by the keys a and r. */
export function RequestDecision({ request }: { request: ContentRequest }) {
  const [decision, setDecision] = useState<"approve" | "reject" | null>(null);
  const decide = useAction(
    (answer: Answer, idempotencyKey) =>
      api.post<ContentRequest>(
        `/tenant/v1/requests/${request.id}/${answer.decision === "approve" ? "approve" : "reject"}`,
        answer.note === undefined ? {} : { note: answer.note },
        { idempotencyKey },
      ),
    {
      quiet: true,
      invalidates: ["/tenant/v1/requests", "/tenant/v1/activities", "/dm/v1"],
      success: (_, answer) => (answer.decision === "approve" ? "Approved. The agents begin." : "Declined."),
      onSuccess: () => setDecision(null),
    },
  );
  const isOpen = request.youMayDecide && request.status === "submitted";
  const ask = (next: "approve" | "reject") => {
    if (!isOpen) return;
    decide.reset();
    setDecision(next);
  };
  useHotkeys([
    ["a", () => ask("approve")],
    ["r", () => ask("reject")],
  ]);
  if (!isOpen) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconX size={16} aria-hidden />}
        aria-keyshortcuts="r"
        onClick={() => ask("reject")}
      >
        Decline
      </Button>
      <Button leftSection={<IconCheck size={16} aria-hidden />} aria-keyshortcuts="a" onClick={() => ask("approve")}>
        Approve
      </Button>
      <DecisionForm
        decision={decision}
        subject={`“${request.topic}” for ${request.tenantName}`}
        effect={
          request.kind === "social_post"
            ? "The agents begin at once, with a text for each network. It uses the client's credits."
            : "The agents begin at once: first the brief, then the post. It uses the client's credits."
        }
        isBusy={decide.isPending}
        error={decide.isError ? asApiError(decide.error).message : null}
        onClose={() => setDecision(null)}
        onSend={(answer) => decide.mutate(answer)}
      />
    </>
  );
}
