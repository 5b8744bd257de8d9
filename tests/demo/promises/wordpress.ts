import { insist } from "../report.ts";

interface WordpressPost {
  date_gmt: string | null;
  status: string;
  title: { rendered: string; raw?: string };
}

interface Place {
  simulatorUrl: string;
  password: string;
}

/** What a site, drafts included, has received since the start: each post that was to be published, exactly once. */
export async function exactlyOnce(
  place: Place,
  wanted: readonly { title: string; publishedUrl: string | null }[],
  sinceMs: number,
): Promise<string> {
  const bySite = Map.groupBy(wanted, ({ publishedUrl }) => siteOf(publishedUrl));
  for (const [site, posts] of bySite) {
    const standing = Map.groupBy(await newPosts(place, site, sinceMs), ({ title }) => title.raw ?? title.rendered);
    for (const [title, same] of Map.groupBy(posts, (post) => post.title)) {
      const found = standing.get(title) ?? [];
      insist(
        found.length === same.length,
        `"${title}" stands ${found.length} times on ${site} instead of ${same.length}`,
      );
      const hidden = found.find(({ status }) => status !== "publish");
      insist(!hidden, `"${title}" is ${hidden?.status} on ${site}`);
    }
  }
  return `${wanted.length} posts on ${[...bySite.keys()].join(", ")}`;
}

function siteOf(publishedUrl: string | null): string {
  const [, site] = /\/wordpress\/([^/]+)\//.exec(publishedUrl ?? "") ?? [];
  insist(site, `${publishedUrl} is not an address of the simulated sites`);
  return site;
}

async function newPosts({ simulatorUrl, password }: Place, site: string, sinceMs: number): Promise<WordpressPost[]> {
  const authorization = `Basic ${Buffer.from(`leadmetrics:${password}`).toString("base64")}`;
  const posts: WordpressPost[] = [];
  for (let page = 1; ; page++) {
    const path = `/wordpress/${site}/wp-json/wp/v2/posts?status=any&context=edit&per_page=100&page=${page}`;
    const answer = await fetch(simulatorUrl + path, { headers: { authorization } });
    insist(answer.ok, `${site} answers ${answer.status}`);
    const found = (await answer.json()) as WordpressPost[];
    posts.push(...found);
    if (found.length < 100) break;
  }
  return posts.filter(({ date_gmt }) => date_gmt === null || Date.parse(`${date_gmt}Z`) >= sinceMs - 1_000);
}
