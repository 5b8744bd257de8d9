import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const sites = {
  "harbor-pine": { name: "Harbor & Pine", tagline: "Furniture that is made once", hue: 160 },
  solvane: { name: "Solvane", tagline: "Rooftop solar, explained plainly", hue: 32 },
  quillbrook: { name: "Quillbrook", tagline: "Book-keeping for small studios", hue: 250 },
} as const;
export type SiteKey = keyof typeof sites;

export const wordpressUser = "leadmetrics";

export type PostStatus = "publish" | "draft" | "pending" | "private" | "future" | "trash";

export interface Post {
  site: SiteKey;
  id: number;
  slug: string;
  status: PostStatus;
  /** A post without it. */
  type?: "page";
  title: string;
  content: string;
  excerpt: string;
  author: number;
  categories: number[];
  /** ISO, UTC. */
  date: string;
  modified: string;
  /** False while a draft's date still floats: WordPress then reports no `date_gmt`. */
  dated: boolean;
}

export interface WordpressStore {
  list(site: SiteKey): Post[];
  get(site: SiteKey, id: number): Post | undefined;
  /** Gives the post a free slug and the next id, keeps it, and returns it as kept. */
  create(post: Omit<Post, "id" | "modified">): Post;
  update(post: Post): Post;
  remove(post: Post): void;
}

type Entry = { put: Post } | { remove: { site: SiteKey; id: number } };

/** The posts of all sites, kept in an append-only file; a line torn by a kill is skipped. */
export function openWordpressStore(dataDir: string): WordpressStore {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "wordpress.jsonl");
  const posts = new Map<string, Post>();
  let lastId = 100;
  const apply = (entry: Entry) => {
    if ("remove" in entry) return posts.delete(keyOf(entry.remove));
    lastId = Math.max(lastId, entry.put.id);
    return posts.set(keyOf(entry.put), entry.put);
  };
  const keep = (entry: Entry) => {
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
    apply(entry);
  };
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  for (const entry of text.split("\n").flatMap(parseLine)) apply(entry);
  if (text !== "" && !text.endsWith("\n")) appendFileSync(file, "\n");

  const save = (post: Post): Post => {
    const taken = new Set(
      [...posts.values()].filter((one) => one.site === post.site && one.id !== post.id).map((one) => one.slug),
    );
    const put = { ...post, slug: freeSlug(post.slug, taken), modified: new Date().toISOString() };
    keep({ put });
    return put;
  };
  return {
    list: (site) =>
      [...posts.values()]
        .filter((post) => post.site === site)
        .sort((a, b) => b.date.localeCompare(a.date) || b.id - a.id),
    get: (site, id) => posts.get(keyOf({ site, id })),
    create: (post) => save({ ...post, id: lastId + 1, modified: post.date }),
    update: save,
    remove: ({ site, id }) => keep({ remove: { site, id } }),
  };
}

/** The application password of every site: SIMULATOR_WORDPRESS_PASSWORD, else one made at the first start and kept in dataDir. */
export function wordpressPassword(dataDir: string): string {
  const given = process.env["SIMULATOR_WORDPRESS_PASSWORD"];
  if (given) return given;
  const file = join(dataDir, "wordpress-password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const groups = randomBytes(12).toString("hex").match(/.{4}/g) ?? [];
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, groups.join(" "), { mode: 0o600 });
  return groups.join(" ");
}

function keyOf({ site, id }: { site: SiteKey; id: number }): string {
  return `${site}/${id}`;
}

function parseLine(line: string): Entry[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}

function freeSlug(wanted: string, taken: Set<string>): string {
  let slug = wanted;
  for (let suffix = 2; slug !== "" && taken.has(slug); suffix++) slug = `${wanted}-${suffix}`;
  return slug;
}
