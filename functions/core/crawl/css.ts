import { type CssNode, generate, parse, walk } from "css-tree/dist/csstree.esm";

/** One rule of a style sheet: what it is for and what it sets. */
export interface StyleRule {
  selectors: string[];
  declarations: [name: string, value: string][];
}

/** What of a style sheet tells about a brand. Broken rules are left out, the rest is read. */
export interface StyleFacts {
  rules: StyleRule[];
  /** Families that the sheet itself brings. */
  fontFaces: string[];
  /** Sheets that it takes in. */
  imports: string[];
}

const rulesMax = 20_000;
const unusual = /^(?:print|prefers-color-scheme|prefers-contrast|forced-colors)/;

/** Reads a style sheet. Rules for print and for dark mode say nothing of a brand and are left out. */
export function readCss(css: string): StyleFacts {
  const facts: StyleFacts = { rules: [], fontFaces: [], imports: [] };
  const tree = parse(css, {
    parseValue: false,
    parseRulePrelude: false,
    parseAtrulePrelude: false,
    parseCustomProperty: false,
  });
  walk(tree, {
    visit: "Rule",
    enter(node) {
      if (facts.rules.length >= rulesMax || isUnusual(this.atrule)) return;
      const selectors = generate(node.prelude)
        .split(",")
        .map((selector) => selector.trim());
      facts.rules.push({ selectors, declarations: declarationsOf(node.block) });
    },
  });
  walk(tree, {
    visit: "Atrule",
    enter(node) {
      const prelude = node.prelude ? generate(node.prelude) : "";
      if (node.name === "import")
        facts.imports.push(...(/(?:url\()?\s*["']?([^"')\s]+)/.exec(prelude)?.slice(1) ?? []));
      if (node.name !== "font-face" || !node.block) return;
      const family = declarationsOf(node.block).find(([name]) => name === "font-family")?.[1];
      if (family) facts.fontFaces.push(...familiesOf(family));
    },
  });
  return facts;
}

/** The families of a value of `font-family`, in order, without quotes. */
export function familiesOf(value: string): string[] {
  return value
    .split(",")
    .map((family) =>
      family
        .trim()
        .replaceAll(/^["']|["']$/g, "")
        .trim(),
    )
    .filter((family) => family !== "" && family.length <= 60 && !/[(){}]/.test(family));
}

/** The declarations of a `style` attribute. */
export function readInline(style: string): [name: string, value: string][] {
  return declarationsOf(parse(style, { context: "declarationList", parseValue: false, parseCustomProperty: false }));
}

function declarationsOf(block: CssNode): [name: string, value: string][] {
  const found: [string, string][] = [];
  walk(block, {
    visit: "Declaration",
    enter(node) {
      const name = node.property.startsWith("--") ? node.property : node.property.toLowerCase();
      found.push([name, generate(node.value).trim()]);
    },
  });
  return found;
}

function isUnusual(atrule: CssNode | null): boolean {
  if (atrule?.type !== "Atrule") return false;
  const prelude = atrule.prelude ? generate(atrule.prelude) : "";
  if (/keyframes$/.test(atrule.name)) return true;
  return atrule.name === "media" && unusual.test(prelude.replaceAll(/[\s(]/g, ""));
}
