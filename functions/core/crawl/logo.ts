import type { BrandSignals } from "#schema/crawl.ts";
import { addressOf, structuredOf } from "./page.ts";

type Logo = Pick<BrandSignals, "logoUrl" | "logoConfidence" | "iconUrl">;

const organisations = /^(?:\w*Organization|\w*Business|Store|Restaurant|Hotel|Brand|\w*Agency|\w*Service|Corporation)$/;

/** Where the logo and the icon of a site are: in its structured data, its header, its icons, its picture for sharing. */
export function logoOf(document: Document, url: string): Logo {
  const candidates: [string | null, number][] = [
    [structuredLogo(document, url), 0.95],
    [headerImage(document, url), 0.85],
    [addressOf(href(document, 'link[rel~="apple-touch-icon" i]'), url), 0.5],
    [addressOf(document.querySelector('meta[property="og:image" i]')?.getAttribute("content"), url), 0.4],
  ];
  const best = candidates.find(([found]) => found !== null);
  const icon = addressOf(
    href(document, 'link[rel~="icon" i]') ?? href(document, 'link[rel~="apple-touch-icon" i]'),
    url,
  );
  return {
    ...(best?.[0] ? { logoUrl: best[0], logoConfidence: best[1] } : {}),
    ...(icon ? { iconUrl: icon } : {}),
  };
}

function structuredLogo(document: Document, url: string): string | null {
  for (const thing of structuredOf(document)) {
    const types = [thing["@type"]].flat();
    if (!types.some((type) => typeof type === "string" && organisations.test(type))) continue;
    const logo: unknown = [thing["logo"]].flat()[0];
    const given = typeof logo === "string" ? logo : (logo as { url?: unknown; contentUrl?: unknown } | undefined)?.url;
    const found = typeof given === "string" ? addressOf(given, url) : null;
    if (found) return found;
  }
  return null;
}

function headerImage(document: Document, url: string): string | null {
  const images = [
    ...document.querySelectorAll("header img, nav img, [role=banner] img, [class*=navbar] img, [class*=header] img"),
  ];
  const says = (element: Element | null, depth = 3): boolean => {
    if (!element || depth === 0) return false;
    const names = ["class", "id", "alt", "src", "aria-label"].map((name) => element.getAttribute(name) ?? "").join(" ");
    return /logo|brand/i.test(names) || says(element.parentElement, depth - 1);
  };
  const image = images.find((one) => says(one));
  return addressOf(image?.getAttribute("src"), url);
}

function href(document: Document, selector: string): string | null {
  return document.querySelector(selector)?.getAttribute("href") ?? null;
}
