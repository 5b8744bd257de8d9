import { harborPine } from "./tenants/harbor-pine.ts";
import { quillbrook } from "./tenants/quillbrook.ts";
import type { DemoTenant } from "./tenants/shape.ts";
import { solvane } from "./tenants/solvane.ts";

/** The clients of the demo agency: two that are at work and one that has just signed up. */
export const tenants: readonly DemoTenant[] = [harborPine, solvane, quillbrook];
