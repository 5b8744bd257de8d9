import { html } from "hono/html";

const style = html`<style>
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 30rem; margin: 3rem auto; padding: 0 1.25rem; }
  fieldset { border: 1px solid #8884; } label { display: block; overflow-wrap: anywhere; }
  button { font: inherit; padding: 0.4rem 1rem; margin: 1rem 0.5rem 0 0; } .muted { opacity: 0.65; }
</style>`;

/** What a user sees who is asked for access: each scope can be withheld, as on the real pages. */
export function consentPage(house: string, query: Record<string, string>) {
  const scopes = (query["scope"] ?? "").split(/[ ,]+/).filter(Boolean);
  return page(
    house,
    html`<h1>${query["client_id"]} wants to use your ${house} account</h1>
      <p class="muted">Simulated: nothing leaves this machine. You go back to ${new URL(query["redirect_uri"] ?? "").host}.</p>
      <form method="post">
        ${Object.entries(query).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <fieldset>
          <legend>It may</legend>
          ${scopes.length === 0 ? html`<p>see who you are</p>` : ""}
          ${scopes.map((scope) => html`<label><input type="checkbox" name="granted" value="${scope}" checked /> ${scope}</label>`)}
        </fieldset>
        <button name="decision" value="allow">Allow</button>
        <button name="decision" value="deny">Deny</button>
      </form>`,
  );
}

/** The page of a request that is wrong in itself. */
export function problemPage(house: string, problem: string) {
  return page(house, html`<h1>Access blocked</h1><p>Error 400: invalid_request</p><p>${problem}</p>`);
}

function page(house: string, body: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${house}: simulated consent</title>
        ${style}
      </head>
      <body>${body}</body>
    </html>`;
}
