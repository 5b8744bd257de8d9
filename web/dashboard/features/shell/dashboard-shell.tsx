"use client";

import type { ReactNode } from "react";
import { useWorkspace } from "#kit/auth/session.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { PortalShell } from "#kit/shell/portal-shell.tsx";
import { useHome } from "../home/queries.ts";
import { dashboard } from "./portal.ts";
import { useGate } from "./use-gate.ts";

/** The frame of the Dashboard around every signed-in screen. */
export function DashboardShell({ children }: { children: ReactNode }) {
  const workspace = useWorkspace().data;
  const isBarred = useGate(workspace);
  const waiting = useHome().data?.counters.awaitingYou ?? 0;
  return (
    <PortalShell
      portal={dashboard}
      tenantName={workspace?.tenant.name}
      rights={workspace?.rights ?? []}
      badges={{ "/approvals": waiting }}
    >
      {isBarred ? <TextSkeleton lines={8} /> : children}
    </PortalShell>
  );
}
