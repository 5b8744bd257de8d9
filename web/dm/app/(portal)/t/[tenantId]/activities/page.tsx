import { ActivitiesPage } from "../../../../../features/activities/activities-page.tsx";

export default async function ClientActivitiesPage({ params }: { params: Promise<{ tenantId: string }> }) {
  const { tenantId } = await params;
  return <ActivitiesPage tenantId={tenantId} />;
}
