import { AuditLogPage } from "../../../../features/audit/audit-log-page.tsx";

export default function Page() {
  return <AuditLogPage />;
}
