import { SignedLinkPage } from "../../../features/signed-link/signed-link-page.tsx";

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  return <SignedLinkPage token={(await params).token} />;
}
