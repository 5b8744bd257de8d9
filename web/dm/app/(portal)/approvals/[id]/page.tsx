import { ApprovalPage } from "../../../../features/approvals/approval-page.tsx";

export default async function ApprovalRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ApprovalPage id={id} />;
}
