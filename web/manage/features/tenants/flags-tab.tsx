"use client";

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "#kit/api/client.ts";
import { asApiError } from "#kit/api/error.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { ReasonDialog } from "#kit/components/reason-dialog.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { ToneBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { TenantDetail, TenantFlag } from "#schema/admin.ts";
import classes from "./flags-tab.module.css";

/** Switches of the product, as they stand for this client. */
export function FlagsTab({ tenant }: { tenant: TenantDetail }) {
  const path = `/admin/v1/tenants/${tenant.id}/flags`;
  const flags = useApi<{ items: TenantFlag[] }>(path);
  const [asked, setAsked] = useState<TenantFlag | null>(null);
  if (flags.isError)
    return (
      <ErrorBlock error={flags.error} title="The flags could not be loaded." onRetry={() => void flags.refetch()} />
    );
  if (!flags.data) return <TextSkeleton lines={6} />;
  return (
    <Panel title="Flags" flush>
      {flags.data.items.length === 0 ? (
        <EmptyState icon={IconFlag} title="The product has no switches just now" />
      ) : (
        <ul className={classes["list"]} aria-label="Flags">
          {flags.data.items.map((flag) => (
            <li key={flag.key} className={classes["flag"]}>
              <Flag flag={flag} />
              <Button size="xs" variant="default" onClick={() => setAsked(flag)} aria-label={`Change ${flag.key}`}>
                Change
              </Button>
            </li>
          ))}
        </ul>
      )}
      {asked ? <FlagDialog tenant={tenant} flag={asked} path={path} onClose={() => setAsked(null)} /> : null}
    </Panel>
  );
}

function isOn(flag: TenantFlag): boolean {
  return flag.enabled ?? flag.platformEnabled;
}

function Flag({ flag }: { flag: TenantFlag }) {
  return (
    <Stack gap={4} miw={0}>
      <Text size="sm" fw={600}>
        {flag.key}{" "}
        <ToneBadge tone={isOn(flag) ? "done" : "waiting"} size="sm">
          {isOn(flag) ? "On" : "Off"}
        </ToneBadge>
      </Text>
      <Text size="sm" c="dimmed">
        {flag.description}
      </Text>
      <Text size="xs" c="dimmed">
        {flag.enabled === null ? "As on the platform" : `Set for this client: ${flag.reason ?? "no reason given"}`}
        {flag.expiresAt ? (
          <>
            , until <TimeAgo at={flag.expiresAt} />
          </>
        ) : null}
      </Text>
    </Stack>
  );
}

interface FlagDialogProps {
  tenant: TenantDetail;
  flag: TenantFlag;
  path: string;
  onClose: () => void;
}

function FlagDialog({ tenant, flag, path, onClose }: FlagDialogProps) {
  const [until, setUntil] = useState("");
  const next = !isOn(flag);
  const change = useAction<{ enabled: boolean; reason: string; expiresAt?: string }, TenantFlag>(
    (input) => api.put(`${path}/${encodeURIComponent(flag.key)}`, input),
    {
      invalidates: [path, "/admin/v1/audit-logs"],
      success: `${flag.key} is ${next ? "on" : "off"} for ${tenant.name}`,
      onSuccess: onClose,
    },
  );
  const expires = until === "" ? {} : { expiresAt: new Date(`${until}T23:59:59`).toISOString() };
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      title={`Switch ${flag.key} ${next ? "on" : "off"} for ${tenant.name}?`}
      confirmLabel={next ? "Switch on" : "Switch off"}
      min={3}
      isBusy={change.isPending}
      problem={change.error ? asApiError(change.error).message : undefined}
      onConfirm={(reason) => change.mutate({ enabled: next, reason, ...expires })}
      extra={
        <TextInput
          label="Until"
          description="Empty: until somebody changes it"
          type="date"
          min={new Date().toISOString().slice(0, 10)}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      }
    >
      {flag.description}
    </ReasonDialog>
  );
}
