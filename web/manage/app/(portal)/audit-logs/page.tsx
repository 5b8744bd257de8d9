import { AuditLogsPage } from "../../../features/audit/audit-logs-page.tsx";

export default function AuditLogsRoute() {
  return <AuditLogsPage />;
}
