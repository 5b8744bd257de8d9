import { handle } from "hono/aws-lambda";
import * as storage from "#platform/storage.ts";
import { portalSurface } from "../edge/portal.ts";
import { router } from "../edge/router.ts";
import { account } from "./account.ts";
import { factors } from "./factors.ts";
import { impersonation } from "./impersonation.ts";
import { invitations } from "./invitations.ts";
import { login } from "./login.ts";
import { session } from "./session.ts";
import { signup } from "./signup.ts";

export const app = portalSurface(
  "auth",
  router()
    .route("/", login)
    .route("/", session)
    .route("/", account)
    .route("/", factors)
    .route("/", signup)
    .route("/", invitations)
    .route("/", impersonation),
  { stores: { s3: storage.reachable } },
);
export const handler = handle(app);
