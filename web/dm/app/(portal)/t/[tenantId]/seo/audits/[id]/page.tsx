import { AuditPage } from "#kit/site-audit/audit-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <AuditPage portal="dm" id={id} />;
}
