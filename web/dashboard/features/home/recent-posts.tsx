import { IconArticle } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { count } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { BlogListItem } from "#schema/blog.ts";
import classes from "./home.module.css";

/** The posts that changed last. */
export function RecentPosts({ posts }: { posts: BlogListItem[] }) {
  return (
    <Panel
      title="Recent posts"
      flush
      actions={
        <Link href="/content/blog" className={classes["more"]}>
          All posts
        </Link>
      }
    >
      {posts.length === 0 ? (
        <EmptyState compact icon={IconArticle} title="Posts appear here after the first request" />
      ) : null}
      <ul className={classes["rows"]}>
        {posts.map((post) => (
          <li key={post.id}>
            <Link href={`/content/blog/${post.id}`} className={classes["row"]}>
              <span className={classes["words"]}>
                <span className={`${classes["title"]} ${classes["headline"]}`}>{post.title}</span>
                <span className={classes["facts"]}>
                  {post.targetKeyword} · {count(post.wordCount)} words · <TimeAgo at={post.updatedAt} />
                </span>
              </span>
              <StatusBadge kind="blog" status={post.status} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
