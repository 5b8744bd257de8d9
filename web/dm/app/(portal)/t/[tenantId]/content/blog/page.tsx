import { PostsPage } from "../../../../../../features/content/posts-page.tsx";

export default function PostsRoute() {
  return <PostsPage />;
}
