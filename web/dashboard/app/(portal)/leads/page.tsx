import { LeadsPage } from "../../../features/leads/leads-page.tsx";

export default function Page() {
  return <LeadsPage />;
}
