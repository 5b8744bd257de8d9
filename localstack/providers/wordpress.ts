import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { Control } from "./control.ts";
import { cut, door, type SimulatorEnv } from "./door.ts";
import { postBody, slugOf } from "./wordpress-shape.ts";
import {
  type Post,
  type PostStatus,
  type SiteKey,
  sites,
  type WordpressStore,
  wordpressUser,
} from "./wordpress-store.ts";

interface PostFields {
  title?: string | { raw: string };
  content?: string | { raw: string };
  excerpt?: string | { raw: string };
  slug?: string;
  status?: PostStatus;
  author?: number;
  categories?: number[];
  date_gmt?: string;
}

type Env = SimulatorEnv & { Variables: { site: SiteKey; signedIn: boolean } };

const settable = new Set<string>(["publish", "draft", "pending", "private", "future"]);

/** The posts and users part of the WordPress REST API, below `/wordpress/<site>/wp-json`. */
export function wordpressSimulator(control: Control, store: WordpressStore, password: string): Hono<Env> {
  const app = new Hono<Env>();
  app.use("/:site/wp-json/*", door(control, "wordpress", wordpressError));
  app.use("/:site/wp-json/*", signIn(password), afterEffect);

  app.get("/:site/wp-json/", (c) => {
    const { name, tagline } = sites[c.get("site")];
    return c.json({ name, description: tagline, url: siteUrl(c), home: siteUrl(c), namespaces: ["wp/v2"] });
  });
  app.get("/:site/wp-json/wp/v2/users/me", (c) => {
    if (!c.get("signedIn")) return refuse(c, 401, "rest_not_logged_in", "You are not currently logged in.");
    const capabilities = { edit_posts: true, publish_posts: true, upload_files: true };
    const me = {
      id: 1,
      name: "Leadmetrics",
      slug: wordpressUser,
      url: "",
      link: `${siteUrl(c)}/author/${wordpressUser}/`,
    };
    return c.json(
      c.req.query("context") === "edit" ? { ...me, username: wordpressUser, roles: ["editor"], capabilities } : me,
    );
  });
  app.get("/:site/wp-json/wp/v2/categories", (c) =>
    c.json([
      { id: 1, name: "Uncategorized", slug: "uncategorized" },
      { id: 2, name: "Guides", slug: "guides" },
    ]),
  );
  app.get("/:site/wp-json/wp/v2/:kind{(?:posts|pages)}", (c) => listPosts(c, store));
  app.post("/:site/wp-json/wp/v2/:kind{(?:posts|pages)}", async (c) => {
    if (!c.get("signedIn"))
      return refuse(c, 401, "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.");
    const fields = c.var.fields as PostFields;
    const problem = problemOf(fields);
    if (problem) return refuse(c, 400, "rest_invalid_param", problem);
    const post = store.create(applied({ ...blank(c.get("site")), ...typeOf(c) }, fields));
    c.header("location", `${siteUrl(c)}/wp-json/wp/v2/${c.req.param("kind")}/${post.id}`);
    return c.json(postBody(post, siteUrl(c), true), 201);
  });
  app.get("/:site/wp-json/wp/v2/:kind{(?:posts|pages)}/:id{[0-9]+}", (c) => {
    const post = store.get(c.get("site"), Number(c.req.param("id")));
    if (!post) return refuse(c, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (!c.get("signedIn") && (post.status !== "publish" || c.req.query("context") === "edit")) {
      return refuse(c, 401, "rest_forbidden", "Sorry, you are not allowed to do that.");
    }
    return c.json(postBody(post, siteUrl(c), c.req.query("context") === "edit"));
  });
  app.on(["POST", "PUT", "PATCH"], "/:site/wp-json/wp/v2/:kind{(?:posts|pages)}/:id{[0-9]+}", async (c) => {
    const post = store.get(c.get("site"), Number(c.req.param("id")));
    if (!post) return refuse(c, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (!c.get("signedIn")) return refuse(c, 401, "rest_cannot_edit", "Sorry, you are not allowed to edit this post.");
    const fields = c.var.fields as PostFields;
    const problem = problemOf(fields);
    if (problem) return refuse(c, 400, "rest_invalid_param", problem);
    return c.json(postBody(store.update(applied(post, fields)), siteUrl(c), true));
  });
  app.delete("/:site/wp-json/wp/v2/:kind{(?:posts|pages)}/:id{[0-9]+}", (c) => {
    const post = store.get(c.get("site"), Number(c.req.param("id")));
    if (!post) return refuse(c, 404, "rest_post_invalid_id", "Invalid post ID.");
    if (!c.get("signedIn"))
      return refuse(c, 401, "rest_cannot_delete", "Sorry, you are not allowed to delete this post.");
    if (c.req.query("force") !== "true")
      return c.json(postBody(store.update({ ...post, status: "trash" }), siteUrl(c), true));
    store.remove(post);
    return c.json({ deleted: true, previous: postBody(post, siteUrl(c), true) });
  });
  app.all("/:site/wp-json/*", (c) =>
    refuse(c, 404, "rest_no_route", "No route was found matching the URL and request method."),
  );
  return app;
}

/** Knows the site, and the user by the application password, whose spaces do not count. */
function signIn(password: string) {
  return createMiddleware<Env>(async (c, next) => {
    const site = c.req.param("site") ?? "";
    if (!Object.hasOwn(sites, site)) return refuse(c, 404, "rest_no_route", "There is no site of this name.");
    c.set("site", site as SiteKey);
    const [, credentials] = /^Basic (.+)$/.exec(c.req.header("authorization") ?? "") ?? [];
    const [user, given = ""] = credentials ? Buffer.from(credentials, "base64").toString().split(/:(.*)/s) : [];
    const right = user === wordpressUser && given.replaceAll(" ", "") === password.replaceAll(" ", "");
    if (user !== undefined && !right) {
      return refuse(c, 401, "incorrect_password", "The provided password is an invalid application password.");
    }
    c.set("signedIn", right);
    if (c.get("fault")?.kind === "refusal")
      return refuse(c, 403, "rest_forbidden", "Sorry, you are not allowed to do that.");
    await next();
    return undefined;
  });
}

/** Faults that hit a request whose effect has already happened. */
const afterEffect = createMiddleware<Env>(async (c, next) => {
  await next();
  const kind = c.get("fault")?.kind;
  if (kind === "cut_stream") c.res = await cut(c);
  if (kind === "malformed_json") c.res = c.html("<b>Warning</b>: Undefined variable $post in functions.php on line 12");
});

function listPosts(c: Context<Env>, store: WordpressStore) {
  const query = c.req.query();
  const statuses = (query["status"] ?? "publish").split(",");
  if (!c.get("signedIn") && (statuses.join() !== "publish" || query["context"] === "edit")) {
    return refuse(c, 400, "rest_invalid_param", "Invalid parameter(s): status");
  }
  const slugs = query["slug"]?.split(",");
  const found = store
    .list(c.get("site"))
    .filter(
      (post) =>
        (post.type ?? "post") === (typeOf(c).type ?? "post") &&
        (statuses.includes(post.status) || (statuses.includes("any") && post.status !== "trash")) &&
        (!slugs || slugs.includes(post.slug)) &&
        (!query["after"] || post.date > new Date(query["after"]).toISOString()) &&
        (!query["before"] || post.date < new Date(query["before"]).toISOString()) &&
        (!query["search"] || `${post.title} ${post.content}`.toLowerCase().includes(query["search"].toLowerCase())),
    );
  const perPage = Math.min(100, Number(query["per_page"] ?? 10));
  const page = Number(query["page"] ?? 1);
  c.header("x-wp-total", String(found.length));
  c.header("x-wp-totalpages", String(Math.ceil(found.length / perPage)));
  const shown = found.slice((page - 1) * perPage, page * perPage);
  return c.json(shown.map((post) => postBody(post, siteUrl(c), query["context"] === "edit")));
}

function applied(post: Post, fields: PostFields): Post {
  const raw = (field: string | { raw: string } | undefined, kept: string) =>
    typeof field === "object" ? field.raw : (field ?? kept);
  const title = raw(fields.title, post.title);
  const status = fields.status ?? post.status;
  const becomesPublic = status === "publish" && !post.dated;
  return {
    ...post,
    title,
    content: raw(fields.content, post.content),
    excerpt: raw(fields.excerpt, post.excerpt),
    status,
    slug: slugOf(fields.slug ?? (post.slug || (status === "publish" ? title : ""))),
    author: fields.author ?? post.author,
    categories: fields.categories ?? post.categories,
    date: fields.date_gmt ? new Date(`${fields.date_gmt}Z`).toISOString() : becomesPublic ? now() : post.date,
    dated: post.dated || fields.date_gmt !== undefined || status === "publish",
  };
}

function blank(site: SiteKey): Post {
  const texts = { slug: "", title: "", content: "", excerpt: "" };
  return {
    ...texts,
    site,
    id: 0,
    status: "draft",
    author: 1,
    categories: [1],
    date: now(),
    modified: now(),
    dated: false,
  };
}

/** Posts and pages are kept alike; a page says that it is one. */
function typeOf(c: Context): Pick<Post, "type"> {
  return c.req.param("kind") === "pages" ? { type: "page" } : {};
}

function problemOf(fields: PostFields): string | undefined {
  if (fields.status !== undefined && !settable.has(fields.status)) return "Invalid parameter(s): status";
  return fields.categories && !Array.isArray(fields.categories) ? "Invalid parameter(s): categories" : undefined;
}

function wordpressError(status: number, message: string) {
  const codes: Record<number, string> = {
    401: "incorrect_password",
    429: "too_many_requests",
    500: "internal_server_error",
  };
  return { code: codes[status] ?? "rest_error", message, data: { status } };
}

function refuse(c: Context<Env>, status: 400 | 401 | 403 | 404, code: string, message: string) {
  return c.json({ code, message, data: { status } }, status);
}

function siteUrl(c: Context<Env>): string {
  return `${new URL(c.req.url).origin}/wordpress/${c.get("site")}`;
}

function now(): string {
  return new Date().toISOString();
}
