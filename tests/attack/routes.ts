import { app } from "#functions/api/index.ts";
import { surfaces } from "#schema/surfaces.ts";
import type { Things } from "#tests/support/furnish.ts";
import type { Expectation } from "./catalogue.ts";

const prefixes = Object.values(surfaces).map(({ prefix }) => prefix);
const unguarded = /\/(healthz|readyz|openapi\.json)$/;

/** Every route that the mounted API serves below a surface, as `METHOD /path/{parameter}`. */
export function servedRoutes(): string[] {
  const served = app.routes.flatMap(({ method, path }) => {
    const below = prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
    if (method === "ALL" || !below || unguarded.test(path) || path.endsWith("*")) return [];
    return [`${method} ${path.replace(/\/$/, "").replaceAll(/:(\w+)(?:\{[^}]*\})?/g, "{$1}")}`];
  });
  return [...new Set(served)].sort();
}

/** The path of a route with the ids of one tenant in it. */
export function pathOf(route: string, { params = {}, query }: Expectation, things: Things): string {
  const [, template = ""] = route.split(" ");
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const thing = params[name];
    if (thing === undefined) throw new Error(`${route}: the expectation does not say what {${name}} names`);
    return typeof thing === "string" ? things[thing] : thing.literal;
  });
  return query ? `${path}?${query(things)}` : path;
}
