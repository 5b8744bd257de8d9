"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import type { AccountSession } from "#schema/account.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TableSkeleton } from "../components/skeletons.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { deviceOf } from "./device.ts";
import { useEndOthers, useEndSession, useSessions } from "./queries.ts";
import { Thing, ThingList } from "./thing-list.tsx";

const appNames = { dashboard: "Dashboard", "dm-portal": "DM Portal", manage: "Manage", mobile: "Mobile app" } as const;

/** Where the person is signed in; each can be ended, or all but this one. */
export function SessionsPanel() {
  const sessions = useSessions();
  const [isAsking, setAsking] = useState(false);
  const endOthers = useEndOthers(() => setAsking(false));
  const items = sessions.data?.items ?? [];
  const others = items.filter((session) => !session.current).length;
  return (
    <Panel
      title="Where you are signed in"
      flush
      actions={
        others > 0 ? (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            End all others
          </Button>
        ) : null
      }
    >
      {sessions.isPending ? <TableSkeleton rows={2} label="Loading sessions" /> : null}
      {sessions.error && !sessions.data ? (
        <ErrorBlock error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : null}
      <ThingList label="Sessions">
        {items.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ThingList>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => endOthers.mutate()}
        isBusy={endOthers.isPending}
        title="End all other sessions?"
        confirmLabel="End them"
        danger
      >
        {others === 1 ? "One other device is" : `${others} other devices are`} signed out at once. You stay signed in
        here.
      </ConfirmDialog>
    </Panel>
  );
}

function SessionRow({ session }: { session: AccountSession }) {
  const end = useEndSession();
  const device = deviceOf(session.userAgent);
  const name = session.deviceName ?? device.name;
  const place = [session.country, session.ip].filter(Boolean).join(" · ");
  return (
    <Thing
      icon={device.icon}
      name={
        <>
          {name}
          {session.current ? (
            <ToneBadge tone="done" size="sm">
              This device
            </ToneBadge>
          ) : null}
        </>
      }
      facts={
        <>
          {appNames[session.app]} · {place ? `${place} · ` : ""}
          {session.current ? "active now" : <TimeAgo at={session.lastSeenAt} />}
        </>
      }
      actions={
        session.current ? null : (
          <Button
            size="xs"
            variant="default"
            loading={end.isPending}
            onClick={() => end.mutate(session.id)}
            aria-label={`End the session on ${name}`}
          >
            End
          </Button>
        )
      }
    />
  );
}
