import type { Post } from "./wordpress-store.ts";

/** A post as the REST API shows it. Dates carry no zone, as WordPress has it; the sites run on UTC. */
export function postBody(post: Post, siteUrl: string, edit: boolean) {
  const date = post.date.slice(0, 19);
  const text = (raw: string, rendered = raw) => (edit ? { raw, rendered } : { rendered });
  return {
    id: post.id,
    date,
    date_gmt: post.dated ? date : null,
    guid: text(`${siteUrl}/?p=${post.id}`),
    modified: post.modified.slice(0, 19),
    modified_gmt: post.modified.slice(0, 19),
    slug: post.slug,
    status: post.status,
    type: post.type ?? "post",
    link: post.status === "publish" ? `${siteUrl}/${post.slug}/` : `${siteUrl}/?p=${post.id}`,
    title: text(post.title),
    content: { ...text(post.content), protected: false },
    excerpt: { ...text(post.excerpt, post.excerpt && `<p>${post.excerpt}</p>\n`), protected: false },
    author: post.author,
    featured_media: 0,
    comment_status: "closed",
    ping_status: "closed",
    sticky: false,
    template: "",
    format: "standard",
    meta: {},
    categories: post.categories,
    tags: [],
  };
}

/** The address form of a title: lower case, plain letters, dashes. */
export function slugOf(title: string): string {
  const plain = title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 200);
}
