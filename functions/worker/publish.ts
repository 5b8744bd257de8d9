import { handle } from "./door.ts";

export const handler = handle("publish__blog");
