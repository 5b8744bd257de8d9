import { createRequire } from "node:module";

type Mingo = typeof import("mingo");

let loaded: Mingo | undefined;

/** The query engine, loaded on first use: plain look-ups do without it and an idle server stays small. */
export function mingo(): Mingo {
  loaded ??= createRequire(import.meta.url)("mingo") as Mingo;
  return loaded;
}
