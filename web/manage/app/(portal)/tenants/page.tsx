import { TenantsPage } from "../../../features/tenants/tenants-page.tsx";

export default function TenantsRoute() {
  return <TenantsPage />;
}
