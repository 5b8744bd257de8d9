import { BlogListPage } from "../../../../features/content/blog-list-page.tsx";

export default function Page() {
  return <BlogListPage />;
}
