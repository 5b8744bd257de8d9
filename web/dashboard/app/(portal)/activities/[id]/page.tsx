import { ActivityPage } from "#kit/run/activity-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ActivityPage id={id} portal="dashboard" />;
}
