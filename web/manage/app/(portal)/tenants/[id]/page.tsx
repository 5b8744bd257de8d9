import { TenantPage } from "../../../../features/tenants/tenant-page.tsx";

export default async function TenantRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <TenantPage id={id} />;
}
