import { ApprovalsPage } from "../../../features/approvals/approvals-page.tsx";

export default function ApprovalsRoute() {
  return <ApprovalsPage />;
}
