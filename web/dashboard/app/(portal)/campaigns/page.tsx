import { CampaignsPage } from "#kit/campaign/campaigns-page.tsx";

export default function Page() {
  return <CampaignsPage portal="dashboard" />;
}
