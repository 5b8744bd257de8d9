import type { ReactNode } from "react";
import { ClientGate } from "../../../../features/shell/client-gate.tsx";

export default async function ClientLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ tenantId: string }>;
}) {
  const { tenantId } = await params;
  return <ClientGate tenantId={tenantId}>{children}</ClientGate>;
}
