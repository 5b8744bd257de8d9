import { harborPine } from "./reach/harbor-pine.ts";
import type { DemoReach } from "./reach/shape.ts";
import { solvane } from "./reach/solvane.ts";

/** How the demo's clients reach people, and what people say of them. */
export const reach: readonly DemoReach[] = [harborPine, solvane];
