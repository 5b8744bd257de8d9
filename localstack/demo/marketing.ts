import { harborPine } from "./marketing/harbor-pine.ts";
import type { DemoMarketing } from "./marketing/shape.ts";
import { solvane } from "./marketing/solvane.ts";

/** Plans and content of the demo's clients that are past their first day. */
export const marketing: readonly DemoMarketing[] = [harborPine, solvane];
