import { html } from "hono/html";
import type { Control } from "./control.ts";
import { FaultKind } from "./fault.ts";
import { modelProviders, Provider } from "./names.ts";
import { type SiteKey, sites, type WordpressStore } from "./wordpress-store.ts";

const callsShown = 60;
const deliveriesShown = 20;

const faultTexts: Record<FaultKind, string> = {
  latency: "answers late",
  rate_limit: "429 with Retry-After",
  server_error: "500, or the given status",
  client_error: "400, or the given status",
  timeout_before: "no answer, nothing happens",
  timeout_after_effect: "no answer, but it happened",
  cut_stream: "connection dies midway",
  malformed_json: "broken JSON",
  refusal: "refuses",
  auth: "401",
  duplicate_webhook: "its webhook comes twice",
  reordered_webhook: "its webhook comes after the next one",
};

/** The outside world at a glance: what was sent, what stands on the sites, and what is set to go wrong. */
export function adminPage(control: Control, store: WordpressStore, provider: string | undefined) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Simulated outside world</title>
        <style>
          :root { color-scheme: light dark; --line: #8884; }
          body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1.25rem; }
          section { margin: 2.25rem 0; } h1 { margin: 0; } h2 { font-size: 1.1rem; }
          table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
          form { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: end; } label { display: grid; font-size: 0.8rem; gap: 0.15rem; }
          input, select, button, textarea { font: inherit; padding: 0.3rem 0.5rem; } input[type="number"] { width: 6rem; }
          pre { max-width: 44rem; max-height: 18rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.8rem; }
          .muted { opacity: 0.65; } .bad { color: light-dark(#b3261e, #ff8f86); }
        </style>
      </head>
      <body>
        <h1>Simulated outside world</h1>
        <p class="muted">Models, sites, networks, mail, messages and payments that stand in for the real ones. Nothing here leaves this machine.</p>
        <section>${faultForm(control)}</section>
        <section>${replyForm(control)}</section>
        <section>${webhookForms(control)}</section>
        <section><h2>WordPress posts</h2>${(Object.keys(sites) as SiteKey[]).map((site) => sitePosts(site, store))}</section>
        <section>${callTable(control, provider)}</section>
      </body>
    </html>`;
}

function faultForm(control: Control) {
  return html`<h2>Make something fail</h2>
    <form method="post" action="/admin/faults">
      <label>Provider <select name="provider">${Provider.options.map((name) => html`<option>${name}</option>`)}</select></label>
      <label>Failure
        <select name="kind">${FaultKind.options.map((kind) => html`<option value="${kind}">${kind}: ${faultTexts[kind]}</option>`)}</select>
      </label>
      <label>Times <input type="number" name="times" value="1" min="1" /></label>
      <label>Milliseconds <input type="number" name="ms" min="0" /></label>
      <label>Retry-After (s) <input type="number" name="retryAfterS" min="0" /></label>
      <label>Status <input type="number" name="status" min="400" max="599" /></label>
      <label>Share hit <input type="number" name="chance" min="0.01" max="1" step="0.01" /></label>
      <label>Only requests containing <input name="match" /></label>
      <button>Set</button>
    </form>
    ${
      control.faults.set.length === 0
        ? html`<p class="muted">Nothing is set to fail.</p>`
        : html`<ul>${control.faults.set.map((fault) => html`<li>${fault.provider}: ${faultTexts[fault.kind]}, ${fault.times}×</li>`)}</ul>
            <form method="post" action="/admin/faults/clear"><button>End all failures</button></form>`
    }
    <form method="post" action="/admin/seed">
      <label>Seed of the shares <input name="seed" value="${control.faults.seed}" /></label><button>Set</button>
    </form>`;
}

function replyForm(control: Control) {
  return html`<h2>Say what a model answers next</h2>
    <form method="post" action="/admin/replies">
      <label>Provider
        <select name="provider">${modelProviders.map((name) => html`<option>${name}</option>`)}</select>
      </label>
      <label>Text <textarea name="text" cols="60" rows="2" required></textarea></label>
      <button>Queue</button>
      <span class="muted">${control.replies.length} waiting</span>
    </form>`;
}

function webhookForms(control: Control) {
  const events = [...control.events].flatMap(([name, types]) => Object.keys(types).map((type) => `${name}/${type}`));
  const deliveries = control.deliveries.slice(-deliveriesShown).reverse();
  return html`<h2>Webhooks back to the product</h2>
    <form method="post" action="/admin/webhooks">
      <label>Provider <select name="provider">${[...control.events.keys()].map((name) => html`<option>${name}</option>`)}</select></label>
      <label>Address on this machine <input name="url" type="url" size="40" required /></label>
      <label>Secret <input name="secret" /></label>
      <label>Verify token (Meta, WhatsApp) <input name="verifyToken" /></label>
      <button>Set</button>
    </form>
    <ul>${[...control.hooks.values()].map((hook) => html`<li>${hook.provider} → ${hook.url}</li>`)}</ul>
    <form method="post" action="/admin/events">
      <label>Event <select name="event">${events.map((name) => html`<option>${name}</option>`)}</select></label>
      <label>Data (JSON) <input name="data" size="40" placeholder="{}" /></label>
      <button>Send</button>
    </form>
    <table>
      ${deliveries.map(
        (one) => html`<tr>
          <td>${one.at.slice(11, 19)}</td><td>${one.provider}</td>
          <td><details><summary>${one.id}, attempt ${one.attempt}</summary><pre>${one.body}</pre></details></td>
          <td class="${one.status >= 200 && one.status < 300 ? "" : "bad"}">${one.status || "no answer"}</td>
        </tr>`,
      )}
    </table>`;
}

function sitePosts(site: SiteKey, store: WordpressStore) {
  const posts = store.list(site);
  return html`<h3><a href="/wordpress/${site}/">${sites[site].name}</a></h3>
    <table>
      ${posts.length === 0 ? html`<tr><td class="muted">No posts.</td></tr>` : ""}
      ${posts.map(
        (post) => html`<tr>
          <td>${post.id}</td>
          <td><a href="/wordpress/${site}/wp-admin/post.php?post=${post.id}&action=edit">${post.title || "(no title)"}</a></td>
          <td>${post.status}</td>
          <td>${post.date.slice(0, 16).replace("T", " ")}</td>
          <td>
            <form method="post" action="/wordpress/${site}/wp-admin/post.php">
              <input type="hidden" name="post" value="${post.id}" />
              <button name="status" value="${post.status === "publish" ? "draft" : "publish"}">
                ${post.status === "publish" ? "Back to draft" : "Publish"}
              </button>
            </form>
          </td>
        </tr>`,
      )}
    </table>`;
}

function callTable(control: Control, provider: string | undefined) {
  const calls = control.calls
    .filter((call) => !provider || call.provider === provider)
    .slice(-callsShown)
    .reverse();
  return html`<h2>Calls received</h2>
    <p><a href="/">all</a>${Provider.options.map((name) => html` · <a href="/?provider=${name}">${name}</a>`)}</p>
    <form method="post" action="/admin/calls/clear"><button>Forget them</button></form>
    <table>
      <tr><th>Time</th><th>Provider</th><th>Request</th><th>Status</th></tr>
      ${calls.map(
        (call) => html`<tr>
          <td>${call.at.slice(11, 19)}</td>
          <td>${call.provider}</td>
          <td>
            <details>
              <summary>${call.method} ${call.path}</summary>
              <pre>${JSON.stringify({ headers: call.headers, body: call.body }, null, 2)}</pre>
            </details>
          </td>
          <td class="${call.status >= 400 || call.status === 0 ? "bad" : ""}">${call.status || "no answer"} ${call.fault ?? ""}</td>
        </tr>`,
      )}
    </table>`;
}
