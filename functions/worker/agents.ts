import { handle } from "./door.ts";

export const handler = handle("agent__content-brief-writer", "agent__blog-writer", "agent__content-critic");
