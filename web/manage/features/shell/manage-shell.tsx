"use client";

import type { ReactNode } from "react";
import { PortalShell } from "#kit/shell/portal-shell.tsx";
import { manage } from "./portal.ts";

/** The frame of Manage around every signed-in screen. */
export function ManageShell({ children }: { children: ReactNode }) {
  return (
    <PortalShell portal={manage} tenantName={undefined} rights={[]}>
      {children}
    </PortalShell>
  );
}
