import { RequestPage } from "../../../../../../features/requests/request-page.tsx";

export default async function RequestRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RequestPage id={id} />;
}
