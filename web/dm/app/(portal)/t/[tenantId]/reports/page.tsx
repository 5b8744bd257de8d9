import { ReportsPage } from "#kit/report/reports-page.tsx";

export default function Page() {
  return <ReportsPage portal="dm" />;
}
