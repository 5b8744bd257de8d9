import { sentencesOf } from "#core/dataset/sentences.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import { mendedBy, type PageElement } from "#schema/code-change.ts";
import type { FixInput, Patches } from "../website-code-fixer.ts";
import { brandOf, cut } from "./wording.ts";

type Page = FixInput["pages"][number];
type Patch = Patches["patches"][number];

const patchesMax = 40;

/** Mends each finding with the page's own words: its heading, its first sentences, its address. */
export function composePatches({ issues, pages }: FixInput, { contextFile }: Envelope): Answer<Patches> {
  const brand = brandOf(contextFile) ?? "";
  const patches: Patch[] = [];
  const left: string[] = [];
  for (const { findingId, code, title, urls } of issues)
    for (const url of urls) {
      const page = pages.find((one) => one.url === url);
      const element = mendedBy[code];
      if (!page || !element || patches.some((patch) => patch.url === url && patch.element === element)) continue;
      const value = wantedOf(element, page, brand);
      const isTaken =
        element === "title" && patches.some((patch) => patch.element === "title" && patch.value === value);
      if (value === null || isTaken) left.push(url);
      else
        patches.push({
          findingId,
          url,
          element,
          value,
          explanation: cut(`${title}: the ${element.replaceAll("_", " ")} now says what the page says.`, 300),
        });
    }
  const kept = patches.slice(0, patchesMax);
  return {
    data: { patches: kept, title: titleOf(kept), body: bodyOf(issues, kept) },
    citations: [],
    warnings: left.length > 0 ? [cut(`Pages that say too little to be mended: ${left.length}.`, 200)] : [],
  };
}

function wantedOf(element: PageElement, page: Page, brand: string): string | null {
  if (element === "canonical") return page.url;
  if (element === "robots") return "index, follow";
  const subject = subjectOf(page);
  if (element === "structured_data" || element === "h1") return subject.length >= 3 ? cut(subject, 90) : null;
  if (element === "title") return fit([subject, brand, placeOf(page.url)].filter(Boolean).join(" | "), 30, 60, page);
  const told = sentencesOf(plain(page.text))
    .map(({ text }) => text)
    .filter((text) => text.length > 20);
  return fit(told.join(" "), 70, 160, page);
}

function fit(text: string, min: number, max: number, page: Page): string | null {
  const one = cut(plain(text), max);
  if (one.length >= min) return one;
  const longer = cut(`${one} | ${plain(page.text).slice(0, max)}`.replace(/^ \| /, ""), max);
  return longer.length >= min ? longer : null;
}

function subjectOf({ h1, title, text }: Page): string {
  return plain(h1 ?? title?.split(/\s[|–—]\s/)[0] ?? text.split("\n")[0] ?? "").slice(0, 200);
}

function placeOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.split("/").filter(Boolean).at(-1) ?? "")
    .replaceAll(/[-_]|\.html?$/g, " ")
    .trim();
}

function plain(text: string): string {
  return text.replaceAll(/[<>]/g, " ").replaceAll(/\s+/g, " ").trim();
}

function titleOf(patches: readonly Patch[]): string {
  const pages = new Set(patches.map(({ url }) => url)).size;
  return `Mend ${new Set(patches.map(({ element }) => element)).size} kinds of elements at ${pages} ${pages === 1 ? "page" : "pages"}`;
}

function bodyOf(issues: FixInput["issues"], patches: readonly Patch[]): string {
  const lines = issues.map(({ title, findingId }) => {
    const count = patches.filter((patch) => patch.findingId === findingId).length;
    return `- ${title}: ${count} ${count === 1 ? "page" : "pages"}`;
  });
  return cut(
    [
      "What an audit of the site found, mended with each page's own words:",
      lines.join("\n"),
      "To check it, open the pages and look at their source.",
    ].join("\n\n"),
    3_900,
  );
}
