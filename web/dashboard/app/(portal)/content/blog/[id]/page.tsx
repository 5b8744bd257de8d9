import { BlogPage } from "#kit/blog/blog-page.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <BlogPage id={id} portal="dashboard" />;
}
