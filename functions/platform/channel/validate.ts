import { parseHTML } from "linkedom";
import type { BlogPayload, PayloadIssue } from "./types.ts";

const titleMax = 200;
const slugMax = 200;
const excerptMax = 1000;
const unsafeTags = "script, iframe, object, embed, form, base, meta, link";

const urlAttributes = new Set(["href", "src", "srcset", "action", "formaction", "poster", "xlink:href"]);

/** What keeps a blog payload from being posted, by field. */
export function validateBlog(payload: BlogPayload): PayloadIssue[] {
  const issues: PayloadIssue[] = [];
  const add = (field: keyof BlogPayload, code: PayloadIssue["code"], text: string) =>
    issues.push({ field, code, text });
  if (payload.title.trim() === "") add("title", "required", "The post needs a title.");
  if (payload.title.length > titleMax)
    add("title", "text_too_long", `The title is longer than ${titleMax} characters.`);
  if (!/^[\p{Ll}\p{Lo}\p{N}]+(-[\p{Ll}\p{Lo}\p{N}]+)*$/u.test(payload.slug)) {
    add("slug", "bad_format", "The slug may hold small letters and digits, joined by single dashes.");
  }
  if (payload.slug.length > slugMax) add("slug", "text_too_long", `The slug is longer than ${slugMax} characters.`);
  for (const field of ["excerpt", "metaDescription"] as const) {
    if (payload[field].length > excerptMax) add(field, "text_too_long", `It is longer than ${excerptMax} characters.`);
  }
  const { document } = parseHTML(`<html><body>${payload.html}</body></html>`);
  if ((document.body.textContent ?? "").trim() === "") add("html", "required", "The post has no text.");
  if (isUnsafe(document))
    add("html", "unsafe_html", "The text holds scripts, frames or forms, which are not published.");
  return issues;
}

function isUnsafe(document: Document): boolean {
  if (document.querySelector(unsafeTags)) return true;
  const attributes = [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]);
  return attributes.some(({ name, value }) => /^on/i.test(name) || (urlAttributes.has(name) && isScript(value)));
}

/** Browsers overlook spaces and control characters in front of and inside a scheme. */
function isScript(url: string): boolean {
  return /^(javascript|vbscript|data:text)/i.test(url.replace(/[\s\p{Cc}]/gu, ""));
}
