import { handle } from "./door.ts";

export const handler = handle("search__sync");
