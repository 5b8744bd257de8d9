import { GoalPage } from "../../../../features/goals/goal-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <GoalPage id={id} />;
}
