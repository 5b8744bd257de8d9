const unread =
  "script, style, noscript, template, iframe, object, embed, svg, canvas, video, audio, head, link, meta, select, button, input, textarea, dialog";
const chrome =
  "nav, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=dialog], body > header";
const chromeName =
  /(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|share|social|sidebar|newsletter|popup|modal|menu|navbar|skip-link|pagination|related-posts)(?:$|[\s_-])/i;
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}/i;

/** Removes what a visitor does not see: scripts, comments, hidden elements. Returns the hidden words that were removed. */
export function dropHidden(document: Document): string {
  const rules = [...document.querySelectorAll("style")].flatMap((style) => hiddenSelectors(style.textContent ?? ""));
  for (const element of document.querySelectorAll(unread)) element.remove();
  const hidden: string[] = [];
  const hide = (element: Element) => {
    if (!element.parentNode || /^(?:BODY|HTML|MAIN)$/.test(element.tagName)) return;
    hidden.push((element.textContent ?? "").trim());
    element.remove();
  };
  for (const element of document.querySelectorAll("[hidden], [aria-hidden=true], [style]")) {
    const declared = element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true";
    if (declared || hiddenStyle.test(element.getAttribute("style") ?? "")) hide(element);
  }
  for (const selector of rules) {
    for (const element of document.querySelectorAll(selector)) hide(element);
  }
  hidden.push(...commentsOf(document));
  return hidden.filter((text) => text !== "").join("\n");
}

/** Classes and ids that a page's own style sheet hides outright; rules inside at-rules depend on the screen and are left alone. */
function hiddenSelectors(css: string): string[] {
  const flat = css.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "");
  return [...flat.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    .filter((rule) => hiddenStyle.test(rule[2] ?? ""))
    .flatMap((rule) => (rule[1] ?? "").split(","))
    .map((selector) => selector.trim())
    .filter((selector) => /^[.#][\w-]+$/.test(selector));
}

function commentsOf(document: Document): string[] {
  const walker = document.createTreeWalker(document, 128);
  const found: Node[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) found.push(node);
  return found.map((node) => {
    node.parentNode?.removeChild(node);
    return /^\s*(?:\[if|\/?wp:|#|\w{0,3}\s*$)/.test(node.textContent ?? "") ? "" : (node.textContent ?? "").trim();
  });
}

/** Removes menus, footers, forms and link lists from an element that is about to be read. Returns the element. */
export function dropNoise(root: Element): Element {
  for (const element of root.querySelectorAll(chrome)) element.remove();
  for (const element of root.querySelectorAll("[class], [id]")) {
    const names = `${element.getAttribute("class") ?? ""} ${element.getAttribute("id") ?? ""}`;
    if (chromeName.test(names) && (element.textContent ?? "").length < 1_500) element.remove();
  }
  for (const list of root.querySelectorAll("ul, ol")) if (isLinkList(list)) list.remove();
  return root;
}

function isLinkList(list: Element): boolean {
  const items = [...list.children];
  if (items.length < 3) return false;
  const linked = items.filter((item) => {
    const text = (item.textContent ?? "").trim();
    const link = [...item.querySelectorAll("a")].reduce(
      (sum, anchor) => sum + (anchor.textContent ?? "").trim().length,
      0,
    );
    return text.split(/\s+/).length <= 6 && link >= text.length * 0.9;
  });
  return linked.length >= items.length * 0.8;
}
