import { NewTenantPage } from "../../../../features/tenants/new-tenant-page.tsx";

export default function NewTenantRoute() {
  return <NewTenantPage />;
}
