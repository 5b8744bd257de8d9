import { handle } from "hono/aws-lambda";
import * as log from "#platform/audit.ts";
import * as storage from "#platform/storage.ts";
import { router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";
import { audit } from "./audit.ts";
import { people } from "./people.ts";
import { tenantVerbs } from "./tenant-verbs.ts";
import { tenants } from "./tenants.ts";
import { users } from "./users.ts";

export const app = surface(
  "admin",
  router().route("/", tenants).route("/", tenantVerbs).route("/", people).route("/", users).route("/", audit),
  { stores: { mongodb: log.reachable, s3: storage.reachable } },
);
export const handler = handle(app);
