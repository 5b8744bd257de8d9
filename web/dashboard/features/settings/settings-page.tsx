"use client";

import { Stack } from "@mantine/core";
import { useRights } from "#kit/auth/session.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { useSettings } from "./queries.ts";
import { RoutineRow } from "./routine-row.tsx";

/** What comes round by itself beside the plan: what it costs, and whether the client wants it. */
export function SettingsPage() {
  const settings = useSettings();
  const { can } = useRights();
  return (
    <>
      <PageHeader
        title="Settings"
        lead="Work that comes round by itself. What your plan holds already is not ordered twice, and what the plan needs is paid first."
      />
      <Stack maw={860}>
        <Panel title="Regular work">
          {settings.isPending ? <TextSkeleton lines={8} /> : null}
          {settings.error && !settings.data ? (
            <ErrorBlock error={settings.error} onRetry={() => void settings.refetch()} />
          ) : null}
          <Stack gap="lg">
            {settings.data?.items.map((item) => (
              <RoutineRow key={item.key} item={item} mayEdit={can("tenant_settings.edit")} />
            ))}
          </Stack>
        </Panel>
      </Stack>
    </>
  );
}
