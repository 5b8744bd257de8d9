import Handlebars from "handlebars";
import { parseHTML } from "linkedom";
import { log } from "#platform/log.ts";

export type Words = Record<string, string>;

const engine = Handlebars.create();
engine.registerHelper("button", function (this: Words, label: string) {
  const [href, text] = [this["link"] ?? "", label].map((part) => engine.escapeExpression(part));
  return new engine.SafeString(
    `<p style="margin:24px 0"><a href="${href}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#0f4c5c;color:#ffffff;font-weight:600;text-decoration:none">${text}</a></p>`,
  );
});

const strictness = { knownHelpersOnly: true, knownHelpers: { button: true } } as const;

const layout = engine.compile(
  `<!doctype html>
<html lang="{{locale}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{subject}}</title></head>
<body style="margin:0;padding:24px 12px;background:#f3f5f6;color:#1b2529;font:16px/1.55 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto">
<p style="margin:0 0 12px;font-size:14px;font-weight:600;color:#51636b">{{#if tenantName}}{{tenantName}}{{else}}Leadmetrics{{/if}}</p>
<div style="padding:28px;border-radius:12px;background:#ffffff">
{{body}}
</div>
<p style="margin:16px 0 0;font-size:13px;color:#51636b">{{#if contactName}}You get this mail because {{tenantName}} asked for your view. You need no account for it, and nobody ever asks you for a code outside the page you came from.{{else if tenantName}}You get this mail because you work on {{tenantName}} in Leadmetrics. What was sent to you and why is listed under Notifications.{{else}}This mail concerns your account at Leadmetrics and cannot be switched off. Nobody at Leadmetrics ever asks for your password or a code.{{/if}}</p>
</div>
</body>
</html>`,
  strictness,
);

/** Subject, HTML and text of a mail. Every variable is escaped; a missing one is empty and noted in the log. */
export function renderMail(
  template: {
    slug: string;
    locale: string;
    subject: string;
    htmlBody: string;
    textBody: string | null;
    variables: string[];
  },
  words: Words,
): { subject: string; html: string; text: string } {
  const missing = template.variables.filter((name) => !(name in words));
  if (missing.length > 0) log.warn({ template: template.slug, missing }, "a mail lacks words");
  const subject = renderText(template.subject, words);
  const body = engine.compile(template.htmlBody, strictness)(words);
  const { tenantName, contactName } = words;
  const page = { subject, locale: template.locale, tenantName, contactName, body: new engine.SafeString(body) };
  const text = template.textBody === null ? textOf(body) : renderText(template.textBody, words, "\n");
  return { subject, html: layout(page), text };
}

/** A short text without markup, its line breaks and other white space made `space`. */
export function renderText(source: string, words: Words, space = " "): string {
  const text = engine.compile(source, { ...strictness, noEscape: true })(words);
  return space === " " ? text.replaceAll(/\s+/g, " ").trim() : text.trim();
}

function textOf(html: string): string {
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  for (const link of document.querySelectorAll("a")) link.append(`: ${link.getAttribute("href") ?? ""}`);
  for (const block of document.querySelectorAll("h1, p, li, blockquote")) block.append("\n\n");
  return (document.body.textContent ?? "")
    .replaceAll(/[ \t]*\n[ \t]*/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
