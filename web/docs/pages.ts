import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One page of the documentation. */
export interface Page {
  /** Path of the Markdown in the project, e.g. `docs/security/edge.md`. */
  source: string;
  /** Path of the page in the site, e.g. `security/edge.html`. */
  path: string;
  /** Heading it stands under in the navigation. */
  section: string;
  title: string;
  markdown: string;
}

const first = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
const sections: Record<string, string> = {
  "": "Leadmetrics",
  deploy: "On AWS",
  agents: "Agents",
  security: "Security",
  "local-cloud": "The local cloud",
};

/** All pages in the order of the navigation: the project's own three, then those of each folder of `docs/`. */
export function allPages(root: string): Page[] {
  const others = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".md"));
  const folders = Object.values(sections);
  return [...first, ...others.toSorted()]
    .map((source) => pageOf(root, source))
    .toSorted((a, b) => folders.indexOf(a.section) - folders.indexOf(b.section));
}

function pageOf(root: string, source: string): Page {
  const markdown = readFileSync(join(root, source), "utf8");
  const title = /^# (.+)$/m.exec(markdown)?.[1];
  const folder = dirname(source).replace(/^(?:\.|docs)\/?/, "");
  const section = sections[folder];
  if (!title) throw new Error(`${source} has no heading of the first order.`);
  if (section === undefined) throw new Error(`${source}: give the folder a heading in web/docs/pages.ts.`);
  return { source, path: pathOf(source), section, title: title.replaceAll("`", ""), markdown };
}

function pathOf(source: string): string {
  const name = source === "README.md" ? "index.md" : source.replace(/^docs\//, "");
  return name.toLowerCase().replace(/\.md$/, ".html");
}
