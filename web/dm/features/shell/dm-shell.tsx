"use client";
import { Center, Loader } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useMemo } from "react";
import { setActiveTenant } from "#kit/api/client.ts";
import { useActiveTenant } from "#kit/api/tenant-store.ts";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { PortalShell } from "#kit/shell/portal-shell.tsx";
import { clientOf } from "./client-path.ts";
import { ClientSwitcher } from "./client-switcher.tsx";
import { dmPortal } from "./portal.ts";
import { useClients } from "./queries.ts";

/** The frame of the DM portal. The active client is the one in the address, else the last one used on this device. */
export function DmShell({ children }: { children: ReactNode }) {
  const clients = useClients();
  const active = useActiveTenant();
  const named = clientOf(usePathname());
  const [last, setLast] = useLocalStorage<string | null>({ key: "lm-dm-client", defaultValue: null });
  const items = clients.data?.items ?? [];
  const wanted = named ?? items.find((item) => item.id === last)?.id ?? items[0]?.id ?? null;
  const client = items.find((item) => item.id === wanted) ?? null;
  const portal = useMemo(() => dmPortal(client), [client]);
  const pending = items.reduce((sum, item) => sum + item.pendingApprovals, 0);

  useEffect(() => {
    if (wanted === null) return;
    setActiveTenant(wanted);
    setLast(wanted);
  }, [wanted, setLast]);

  if (clients.isError && !clients.data) {
    return (
      <Center mih="100dvh" p="lg">
        <ErrorBlock
          error={clients.error}
          title="Your clients could not be loaded."
          onRetry={() => void clients.refetch()}
        />
      </Center>
    );
  }
  if (!clients.data || (wanted !== null && active === null)) {
    return (
      <Center mih="100dvh" role="status" aria-label="Loading your clients">
        <Loader />
      </Center>
    );
  }
  return (
    <PortalShell
      portal={portal}
      tenantName={client?.name}
      rights={[]}
      allTenants
      badges={{ "/approvals": pending }}
      sidebarTop={(isCollapsed) => <ClientSwitcher clients={items} active={client} isCollapsed={isCollapsed} />}
    >
      {children}
    </PortalShell>
  );
}
