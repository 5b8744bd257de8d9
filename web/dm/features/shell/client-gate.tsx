"use client";
import { type ReactNode, useEffect } from "react";
import { setActiveTenant } from "#kit/api/client.ts";
import { useActiveTenant } from "#kit/api/tenant-store.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";

/** Shows pages of a client only once every call is about that client. */
export function ClientGate({ tenantId, children }: { tenantId: string; children: ReactNode }) {
  const active = useActiveTenant();
  useEffect(() => setActiveTenant(tenantId), [tenantId]);
  return active === tenantId ? children : <TextSkeleton lines={10} />;
}
