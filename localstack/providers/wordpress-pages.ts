import { type Context, Hono } from "hono";
import { html, raw } from "hono/html";
import { type Post, type SiteKey, sites, type WordpressStore } from "./wordpress-store.ts";

/** What a visitor of the simulated sites sees, and the editor's page a draft's link leads to. */
export function wordpressPages(store: WordpressStore): Hono {
  const app = new Hono();
  app.use("/:site/*", async (c, next) => {
    if (!Object.hasOwn(sites, c.req.param("site"))) return c.notFound();
    await next();
    c.header("content-security-policy", "script-src 'none'; object-src 'none'");
    return undefined;
  });
  app.get("/:site/", (c) => c.html(frontPage(siteOf(c), store)));
  app.get("/:site/wp-admin/post.php", (c) => {
    const post = store.get(siteOf(c), Number(c.req.query("post")));
    return post ? c.html(editorPage(post)) : c.html(missing(siteOf(c)), 404);
  });
  app.post("/:site/wp-admin/post.php", async (c) => {
    const { post: id, status } = await c.req.parseBody();
    const post = store.get(siteOf(c), Number(id));
    if (!post) return c.html(missing(siteOf(c)), 404);
    const isPublic = status === "publish";
    const date = isPublic && post.status !== "publish" ? new Date().toISOString() : post.date;
    store.update({ ...post, status: isPublic ? "publish" : "draft", dated: post.dated || isPublic, date });
    return c.redirect(c.req.header("referer") ?? `/wordpress/${post.site}/`, 303);
  });
  app.get("/:site/:slug/", (c) => {
    const post = store.list(siteOf(c)).find(({ slug, status }) => slug === c.req.param("slug") && status === "publish");
    return post ? c.html(postPage(post)) : c.html(missing(siteOf(c)), 404);
  });
  return app;
}

function siteOf(c: Context): SiteKey {
  return c.req.param("site") as SiteKey;
}

function frontPage(site: SiteKey, store: WordpressStore) {
  const posts = store.list(site).filter(({ status }) => status === "publish");
  return layout(
    site,
    sites[site].name,
    "",
    html`<h1>Journal</h1>
      ${posts.length === 0 ? html`<p class="muted">Nothing has been published yet.</p>` : ""}
      ${posts.map(
        (post) => html`<article class="teaser"><time datetime="${post.date}">${day(post.date)}</time>
          <h2><a href="/wordpress/${site}/${post.slug}/">${post.title}</a></h2><p>${post.excerpt}</p></article>`,
      )}`,
  );
}

function postPage(post: Post) {
  return layout(
    post.site,
    post.title,
    post.excerpt,
    html`<article><header><time datetime="${post.date}">${day(post.date)}</time><h1>${post.title}</h1>
      ${post.excerpt ? html`<p class="lead">${post.excerpt}</p>` : ""}</header>${raw(post.content)}</article>`,
  );
}

function editorPage(post: Post) {
  const isPublic = post.status === "publish";
  return layout(
    post.site,
    `Edit: ${post.title}`,
    "",
    html`<form class="bar" method="post" action="/wordpress/${post.site}/wp-admin/post.php">
        <input type="hidden" name="post" value="${post.id}" />
        <strong>${isPublic ? "Published" : "Draft"}</strong> · <code>${post.slug}</code>
        <button name="status" value="${isPublic ? "draft" : "publish"}">${isPublic ? "Back to draft" : "Publish"}</button>
        ${isPublic ? html`<a href="/wordpress/${post.site}/${post.slug}/">View post</a>` : ""}
      </form>
      <article><h1>${post.title}</h1>${raw(post.content)}</article>`,
  );
}

function missing(site: SiteKey) {
  return layout(
    site,
    "Page not found",
    "",
    html`<h1>Page not found</h1><p><a href="/wordpress/${site}/">Back to the journal</a></p>`,
  );
}

function layout(site: SiteKey, title: string, description: string, body: unknown) {
  const { name, tagline, hue } = sites[site];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${description || tagline}" />
        <title>${title} – ${name}</title>
        <style>
          :root { color-scheme: light dark; --accent: oklch(0.52 0.11 ${hue}); --paper: light-dark(#fdfcfa, #16181b); --ink: light-dark(#22262b, #e6e4df); }
          body { margin: 0; background: var(--paper); color: var(--ink); font: 18px/1.7 Georgia, "Source Serif 4", serif; }
          .top { border-bottom: 1px solid color-mix(in oklab, var(--ink) 15%, transparent); padding: 1.25rem 1.5rem; }
          .top a { color: var(--accent); font-weight: 700; text-decoration: none; font-size: 1.25rem; }
          .top span, time, .muted { color: color-mix(in oklab, var(--ink) 60%, transparent); font-size: 0.9rem; }
          main { max-width: 42rem; margin: 3rem auto 5rem; padding: 0 1.5rem; }
          h1 { font-size: 2.4rem; line-height: 1.15; margin: 0.4rem 0 1.2rem; text-wrap: balance; }
          h2 { line-height: 1.25; margin: 2.2rem 0 0.6rem; } .teaser h2 { margin: 0.2rem 0; }
          .lead { font-size: 1.2rem; color: color-mix(in oklab, var(--ink) 75%, transparent); }
          a { color: var(--accent); } img { max-width: 100%; height: auto; border-radius: 8px; }
          blockquote { border-left: 3px solid var(--accent); margin: 1.5rem 0; padding-left: 1.2rem; font-style: italic; }
          table { border-collapse: collapse; width: 100%; } td, th { border-bottom: 1px solid #8884; padding: 0.4rem; text-align: left; }
          .bar { display: flex; gap: 0.8rem; align-items: center; padding: 0.8rem 1rem; border-radius: 8px; background: #8882; font: 15px system-ui; margin-bottom: 2rem; }
          button { font: inherit; padding: 0.35rem 0.9rem; border: 0; border-radius: 6px; background: var(--accent); color: white; cursor: pointer; }
        </style>
      </head>
      <body>
        <div class="top"><a href="/wordpress/${site}/">${name}</a> <span>${tagline}</span></div>
        <main>${body}</main>
      </body>
    </html>`;
}

function day(date: string): string {
  return new Date(date).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}
