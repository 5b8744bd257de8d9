/** Every attack on a store or door, by the name of its module and function. Each loads the product anew. */
export const storeAttacks = {
  files: () => import("./files.ts").then((module) => module.files),
  search: () => import("./search.ts").then((module) => module.search),
  vectors: () => import("./vectors.ts").then((module) => module.nearest),
  lies: () => import("./lies.ts").then((module) => module.lies),
  trail: () => import("./trail.ts").then((module) => module.trail),
  cache: () => import("./cache.ts").then((module) => module.cache),
  doors: () => import("./doors.ts").then((module) => module.doors),
  live: () => import("./live.ts").then((module) => module.live),
  jobs: () => import("./jobs.ts").then((module) => module.jobs),
} as const;
export type StoreAttackName = keyof typeof storeAttacks;
