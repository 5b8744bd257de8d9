/** The web portals: each is a site of its own under a host of its own. */
export const portals = ["dashboard", "dm", "manage"] as const;
export type Portal = (typeof portals)[number];
