import { CampaignPage } from "#kit/campaign/campaign-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <CampaignPage portal="dm" id={id} />;
}
