"use client";

import { Switch } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { useSecurityPolicy, useSetSecurityPolicy } from "./queries.ts";

/** What the company demands of its people when they sign in. */
export function PolicyPanel() {
  const policy = useSecurityPolicy();
  const set = useSetSecurityPolicy();
  return (
    <Panel title="Signing in">
      {policy.isPending ? <TextSkeleton lines={1} /> : null}
      {policy.error && !policy.data ? <ErrorBlock error={policy.error} onRetry={() => void policy.refetch()} /> : null}
      {policy.data ? (
        <Switch
          label="Everybody needs a second factor"
          description="Who has none yet sets one up at the next sign-in."
          checked={set.isPending ? set.variables.secondFactorRequired : policy.data.secondFactorRequired}
          disabled={set.isPending}
          onChange={(event) => set.mutate({ secondFactorRequired: event.currentTarget.checked })}
        />
      ) : null}
    </Panel>
  );
}
