import { handle } from "hono/aws-lambda";
import { router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";
import { login } from "./login.ts";
import { profile } from "./profile.ts";
import { tenants } from "./tenants.ts";

export const app = surface("auth", router().route("/", login).route("/", profile).route("/", tenants));
export const handler = handle(app);
