import { SelectTenantPage } from "#kit/auth/select-tenant-page.tsx";
import { door } from "../../features/shell/door.ts";

export default function Page() {
  return <SelectTenantPage door={door} />;
}
