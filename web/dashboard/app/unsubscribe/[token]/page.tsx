import { UnsubscribePage } from "../../../features/unsubscribe/unsubscribe-page.tsx";

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  return <UnsubscribePage token={(await params).token} />;
}
