import { ClientPage } from "../../../../features/client/client-page.tsx";

export default async function ClientRoute({ params }: { params: Promise<{ tenantId: string }> }) {
  const { tenantId } = await params;
  return <ClientPage tenantId={tenantId} />;
}
