import { insist } from "../report.ts";

interface WordpressPost {
  id: number;
  date_gmt: string | null;
  slug: string;
  status: string;
  title: { rendered: string; raw?: string };
}

/** Everything the site holds, drafts too, since the demo began: exactly the posts that were to be published, each once. */
export async function exactlyOnce(
  place: { simulatorUrl: string; site: string; password: string },
  wanted: { slug: string; title: string }[],
  sinceMs: number,
): Promise<string> {
  const posts = await list(place);
  for (const { slug, title } of wanted) {
    const same = posts.filter((post) => (post.title.raw ?? post.title.rendered) === title && isNew(post, sinceMs));
    const own = same.filter((post) => post.slug === slug || !wanted.some((other) => other.slug === post.slug));
    insist(own.length === 1, `"${title}" stands ${own.length} times on the site`);
    insist(own[0]?.status === "publish", `"${title}" is ${own[0]?.status} on the site`);
  }
  return `${wanted.length} on the site`;
}

async function list({ simulatorUrl, site, password }: { simulatorUrl: string; site: string; password: string }) {
  const authorization = `Basic ${Buffer.from(`leadmetrics:${password}`).toString("base64")}`;
  const posts: WordpressPost[] = [];
  for (let page = 1; ; page++) {
    const path = `/wordpress/${site}/wp-json/wp/v2/posts?status=any&context=edit&per_page=100&page=${page}`;
    const answer = await fetch(simulatorUrl + path, { headers: { authorization } });
    insist(answer.ok, `${site} answers ${answer.status}`);
    const found = (await answer.json()) as WordpressPost[];
    posts.push(...found);
    if (found.length < 100) return posts;
  }
}

function isNew({ date_gmt }: WordpressPost, sinceMs: number): boolean {
  return date_gmt === null || Date.parse(`${date_gmt}Z`) >= sinceMs - 60_000;
}
