import { AuditsPage } from "#kit/site-audit/audits-page.tsx";

export default function Page() {
  return <AuditsPage portal="dm" />;
}
