"use client";

import { Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { RecommendationBatch, SwitchAds } from "#schema/campaign-results.ts";
import { api } from "../api/client.ts";
import { asApiError } from "../api/error.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { WaitingNote } from "../approval/waiting-note.tsx";
import { useRights } from "../auth/session.ts";
import type { PortalName } from "../blog/paths.ts";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { Outgoing } from "./outgoing.tsx";

const undecided = ["proposed", "dm_accepted", "client_approved"];

/** Whether ads that are in their account run, and asking for it; agency and client decide. */
export function SwitchPanel({ portal, id }: { portal: PortalName; id: string }) {
  const path = `/tenant/v1/ad-copies/${id}`;
  const changes = useApi<{ items: RecommendationBatch[] }>(`${path}/optimisations`);
  const { can } = useRights();
  const [budget, setBudget] = useState<number | string>("");
  const ask = useAction<SwitchAds, unknown>(
    (wish, idempotencyKey) => api.post(`${path}/switch`, wish, { idempotencyKey }),
    { quiet: true, invalidates: [path, "/dm/v1"], success: "Asked; the agency decides it first, then the client" },
  );
  const batches = changes.data?.items ?? [];
  const isWaiting = batches.some(({ status }) => undecided.includes(status));
  const wish = (running: boolean): SwitchAds => ({
    running,
    ...(running && budget !== "" ? { dailyBudget: Number(budget) } : {}),
  });
  return (
    <Panel title="Running">
      <Stack gap="md">
        <WaitingNote portal={portal} kind="optimisation" subjectIds={batches.map((batch) => batch.id)} />
        {batches.slice(0, 3).map((batch) => (
          <Stack key={batch.id} gap={6}>
            <Group justify="space-between">
              <Text size="sm">{batch.recommendations.map(({ title }) => title).join("; ")}</Text>
              <StatusBadge kind="batch" status={batch.status} size="sm" />
            </Group>
            <Outgoing
              attempt={batch.publish}
              path={`/tenant/v1/optimisations/${batch.id}/apply`}
              label="Make the change"
              what="The account is set as agency and client decided."
              isReady={batch.status === "client_approved" || batch.status === "failed"}
              invalidates={path}
            />
          </Stack>
        ))}
        {can("blog_post.publish") && changes.data && !isWaiting ? (
          <>
            <NumberInput
              label="Most money a day"
              description="In the money of the account. Empty: as before."
              min={1}
              decimalScale={2}
              value={budget}
              onChange={setBudget}
              error={ask.error ? asApiError(ask.error).message : null}
            />
            <Group gap="xs">
              <Button size="xs" loading={ask.isPending} onClick={() => ask.mutate(wish(true))}>
                Ask to let them run
              </Button>
              <Button size="xs" variant="default" loading={ask.isPending} onClick={() => ask.mutate(wish(false))}>
                Ask to let them rest
              </Button>
            </Group>
          </>
        ) : null}
      </Stack>
    </Panel>
  );
}
