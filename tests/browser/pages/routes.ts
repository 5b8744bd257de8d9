import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "#localstack/paths.ts";
import type { PortalName } from "./portal.ts";

/** Ids of real things, by the place of a route that they fill, e.g. `[tenantId]` or `blog/[id]`. */
export type Places = Readonly<Record<string, string>>;

/** Every route behind the sign-in of a portal as its app folder has it, e.g. `/t/[tenantId]/content/blog/[id]`. */
export function routesOf(portal: PortalName): string[] {
  return pagesOf(portal).filter(isInside).map(asRoute).sort();
}

/** Every route that opens without a sign-in, e.g. `/reset-password`. */
export function doorsOf(portal: PortalName): string[] {
  return pagesOf(portal)
    .filter((path) => !isInside(path))
    .map(asRoute)
    .sort();
}

function pagesOf(portal: PortalName): string[] {
  return readdirSync(join(root, "web", portal, "app"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /(^|\/)page\.tsx$/.test(path));
}

function isInside(path: string): boolean {
  return path.startsWith("(portal)/");
}

function asRoute(path: string): string {
  return `/${path.replace(/\/?page\.tsx$/, "").replace(/\([^)]*\)\/?/g, "")}`;
}

/** Name of a route for files, e.g. `t-content-blog-id`; `view` is what follows the question mark. */
export function nameOf(route: string, view = ""): string {
  const words = `${route} ${view}`.match(/[a-z0-9]+/gi) ?? [];
  return words.length === 0 ? "home" : words.join("-").toLowerCase();
}

/**
 * Path of a route with real ids.
 * @throws if a place has no id, as when a screen is new and its data is not made here yet
 */
export function fillRoute(route: string, places: Places): string {
  return route.replace(/(?<=([\w-]+|\[\w+\])\/)\[\w+\]/g, (place, before: string) => {
    const id = places[`${before}/${place}`] ?? places[place];
    if (id === undefined) throw new Error(`No thing is made for ${before}/${place} of the route ${route}.`);
    return id;
  });
}
