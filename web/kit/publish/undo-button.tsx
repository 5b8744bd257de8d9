"use client";

import { Button } from "@mantine/core";
import type { RecommendationBatch } from "#schema/campaign-results.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";

/** Asks that what a batch changed in the account is taken back; that is decided like the changes were. */
export function UndoButton({ batch, invalidates }: { batch: RecommendationBatch; invalidates: string }) {
  const { can } = useRights();
  const undo = useAction<void, unknown>(
    (_, idempotencyKey) => api.post(`/tenant/v1/optimisations/${batch.id}/undo`, {}, { idempotencyKey }),
    { invalidates: [invalidates, "/dm/v1"], success: "Asked; another reviewer and the client decide it" },
  );
  const isMade = batch.recommendations.some(({ status }) => status === "applied");
  if (batch.status !== "applied" || !isMade || !can("campaign.decide_dm")) return null;
  return (
    <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
      Take these changes back
    </Button>
  );
}
