import { handle } from "hono/aws-lambda";
import { router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";

export const app = surface("admin", router());
export const handler = handle(app);
