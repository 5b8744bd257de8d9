export { cancel } from "./cancel.ts";
export { get, type Latest, latest, list, media, page, pages } from "./read.ts";
export { configure, settings } from "./settings.ts";
export { start } from "./start.ts";
