import { ApprovalView } from "#kit/approval/approval-view.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ApprovalView portal="dashboard" id={id} />;
}
