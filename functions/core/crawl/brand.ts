import type { BrandSignals } from "#schema/crawl.ts";
import { hexOf, isChromatic, resolved } from "./colour.ts";
import { familiesOf, readCss, readInline, type StyleFacts, type StyleRule } from "./css.ts";
import { logoOf } from "./logo.ts";

type ColourRole = BrandSignals["colours"][number]["role"];
type Found = Map<string, { role: ColourRole; confidence: number }>;

const coloursMax = 8;
const generic =
  /^(?:serif|sans-serif|monospace|cursive|fantasy|system-ui|ui-\w+(?:-\w+)*|inherit|initial|unset|revert|-apple-system|blinkmacsystemfont|segoe ui(?: \w+)*|apple color emoji|noto color emoji|arial|helvetica|helvetica neue|times|times new roman|emoji|math)$/i;
const named: [RegExp, ColourRole][] = [
  [/(?:^|-)(?:primary|brand|main|theme)(?:-(?:color|colour|500|600|base|default|main))?$/, "primary"],
  [/(?:^|-)secondary(?:-(?:color|colour|500|600|base|default|main))?$/, "secondary"],
  [/(?:^|-)(?:accent|highlight|cta)(?:-(?:color|colour|500|600|base|default|main))?$/, "accent"],
  [/(?:^|-)(?:background|bg)(?:-(?:color|colour|base|default))?$/, "background"],
  [/(?:^|-)(?:text|foreground|body-color|body-colour)(?:-(?:color|colour|base|default))?$/, "text"],
];

/** What the first page of a site and its style sheets tell about the brand: colours, fonts and logo, each with how sure that is. */
export function readBrand(document: Document, url: string, sheets: readonly string[]): BrandSignals {
  const inline = [...document.querySelectorAll("style")].map((style) => style.textContent ?? "");
  const facts = [...sheets, ...inline].map((css) => readCss(css));
  const rules = facts.flatMap((fact) => fact.rules);
  const variables = variablesOf(rules);
  return {
    ...logoOf(document, url),
    colours: coloursOf(document, rules, variables),
    fonts: fontsOf(document, facts, rules, variables),
  };
}

function variablesOf(rules: readonly StyleRule[]): Map<string, string> {
  const roots = rules.filter(({ selectors }) => selectors.some((one) => /^(?::root|html|body|:host|\*)$/.test(one)));
  const all = roots.flatMap(({ declarations }) => declarations.filter(([name]) => name.startsWith("--")));
  return new Map(all);
}

function coloursOf(
  document: Document,
  rules: readonly StyleRule[],
  variables: ReadonlyMap<string, string>,
): BrandSignals["colours"] {
  const found: Found = new Map();
  const note = (value: string | undefined, role: ColourRole, confidence: number) => {
    const hex = value === undefined ? null : hexOf(resolved(value, variables));
    if (!hex || (role !== "background" && role !== "text" && !isChromatic(hex))) return;
    const before = found.get(hex);
    if (!before) found.set(hex, { role, confidence });
    else before.confidence = Math.min(0.99, 1 - (1 - before.confidence) * (1 - confidence));
  };
  for (const [index, fill] of fillsOf(document, rules, variables).entries())
    note(fill, index === 0 ? "primary" : index === 1 ? "secondary" : "accent", index === 0 ? 0.85 : 0.6);
  for (const [name, value] of variables) {
    const role = named.find(([pattern]) => pattern.test(name.replace(/^--/, "").toLowerCase()))?.[1];
    if (role) note(value, role, 0.7);
  }
  note(document.querySelector('meta[name="theme-color" i]')?.getAttribute("content") ?? undefined, "primary", 0.5);
  const body = (name: string) => declared(rules, /^(?:body|html|:root)$/, name);
  note(body("background-color") ?? body("background"), "background", 0.6);
  note(body("color"), "text", 0.6);
  note(declared(rules, /^a(?::link)?$/, "color"), "accent", 0.4);
  return [...found]
    .map(([hex, { role, confidence }]) => ({ hex, role, confidence: rounded(confidence) }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, coloursMax);
}

/** Fills of the buttons in header and navigation, the most frequent first. */
function fillsOf(document: Document, rules: readonly StyleRule[], variables: ReadonlyMap<string, string>): string[] {
  const within = "header, nav, [role=banner], [role=navigation], [class*=navbar], [id*=header]";
  const buttons = [...document.querySelectorAll(within)]
    .flatMap((area) => [...area.querySelectorAll("a, button, [role=button], input[type=submit]")])
    .slice(0, 60);
  const filling = rules.filter(({ declarations }) => declarations.some(([name]) => isFill(name))).slice(-4_000);
  const counts = new Map<string, number>();
  for (const button of new Set(buttons)) {
    const value = fillOf(button, filling);
    const hex = value && hexOf(resolved(value, variables));
    if (hex && isChromatic(hex)) counts.set(hex, (counts.get(hex) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([hex]) => hex);
}

const isFill = (name: string): boolean => name === "background" || name === "background-color";

function fillOf(element: Element, rules: readonly StyleRule[]): string | undefined {
  const own = readInline(element.getAttribute("style") ?? "").findLast(([name]) => isFill(name))?.[1];
  if (own) return own;
  let best: { value: string; weight: number } | undefined;
  for (const { selectors, declarations } of rules) {
    const weights = selectors.filter((selector) => fits(element, selector)).map(weightOf);
    if (weights.length === 0) continue;
    const weight = Math.max(...weights);
    const value = declarations.findLast(([name]) => isFill(name))?.[1];
    if (value && (!best || weight >= best.weight)) best = { value, weight };
  }
  return best?.value;
}

// States (:hover) and parts (::before) are not what a visitor sees at first.
function fits(element: Element, selector: string): boolean {
  if (selector.length > 300 || /::?[a-z]/i.test(selector)) return false;
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
}

function weightOf(selector: string): number {
  const ids = selector.match(/#[\w-]+/g)?.length ?? 0;
  const classes = selector.match(/\.[\w-]+|\[[^\]]+\]/g)?.length ?? 0;
  return ids * 10_000 + classes * 100 + (selector.match(/(?:^|[\s>+~])[a-z]\w*/gi)?.length ?? 0);
}

function fontsOf(
  document: Document,
  facts: readonly StyleFacts[],
  rules: readonly StyleRule[],
  variables: ReadonlyMap<string, string>,
): BrandSignals["fonts"] {
  const linked = [
    ...document.querySelectorAll('link[href*="fonts.googleapis.com"], link[href*="fonts.bunny.net"]'),
  ].flatMap((link) => [
    ...new URL(link.getAttribute("href") ?? "", "https://fonts.invalid").searchParams.getAll("family"),
  ]);
  const brought = new Set([
    ...facts.flatMap(({ fontFaces }) => fontFaces),
    ...linked.flatMap((list) => list.split("|")).map((family) => family.replace(/:.*$/, "").trim()),
  ]);
  const first = (pattern: RegExp) => {
    const value = declared(rules, pattern, "font-family") ?? shorthandOf(rules, pattern);
    return value && familiesOf(resolved(value, variables)).find((family) => !generic.test(family));
  };
  const fonts: BrandSignals["fonts"] = [];
  const heading = first(/^(?:h1|h2|h3|\.h1|:is\(h1.*)$/);
  const body = first(/^(?:body|html|:root|p)$/);
  if (heading) fonts.push({ family: heading, role: "heading", confidence: brought.has(heading) ? 0.9 : 0.6 });
  if (body) fonts.push({ family: body, role: "body", confidence: brought.has(body) ? 0.9 : 0.6 });
  const [only] = brought;
  if (fonts.length === 0 && only && only.length <= 60) fonts.push({ family: only, role: "body", confidence: 0.4 });
  return fonts;
}

function declared(rules: readonly StyleRule[], selector: RegExp, name: string): string | undefined {
  return rules
    .findLast(
      ({ selectors, declarations }) =>
        selectors.some((one) => selector.test(one)) && declarations.some(([own]) => own === name),
    )
    ?.declarations.findLast(([own]) => own === name)?.[1];
}

function shorthandOf(rules: readonly StyleRule[], selector: RegExp): string | undefined {
  // font: 600 2rem/1.2 "Family", serif
  return declared(rules, selector, "font")?.replace(/^.*?\d(?:px|r?em|%|pt|vw|ch|ex)(?:\s*\/\s*[\d.]+[a-z%]*)?\s+/, "");
}

function rounded(confidence: number): number {
  return Math.round(confidence * 100) / 100;
}
