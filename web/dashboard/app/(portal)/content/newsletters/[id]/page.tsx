import { NewsletterPage } from "../../../../../features/newsletters/newsletter-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <NewsletterPage id={id} />;
}
