import { handle } from "hono/aws-lambda";
import * as log from "#platform/audit.ts";
import { platformRole } from "#platform/platform-role.ts";
import * as storage from "#platform/storage.ts";
import { bySession, portalSurface } from "../edge/portal.ts";
import { router } from "../edge/router.ts";
import { usage } from "../usage.ts";
import { adapters } from "./adapters.ts";
import { agents } from "./agents.ts";
import { audit } from "./audit.ts";
import { deadLetters } from "./dead-letters.ts";
import { money } from "./money.ts";
import { people } from "./people.ts";
import { runs } from "./runs.ts";
import { signIns } from "./sign-ins.ts";
import { skills } from "./skills.ts";
import { tenantVerbs } from "./tenant-verbs.ts";
import { tenants } from "./tenants.ts";
import { users } from "./users.ts";
import { visibility } from "./visibility.ts";

const bySuperAdmin = bySession("admin");

export const app = portalSurface(
  "admin",
  router()
    .route("/", tenants)
    .route("/", tenantVerbs)
    .route("/", people)
    .route("/", users)
    .route("/", audit)
    .route("/", agents)
    .route("/", runs)
    .route("/", deadLetters)
    .route("/", skills)
    .route("/", adapters)
    .route("/", signIns)
    .route("/", visibility)
    .route("/", money)
    .route("/", usage),
  {
    stores: { mongodb: log.reachable, s3: storage.reachable },
    // No other surface's function holds the login of that role for a person.
    identify: async (c) => {
      const actor = await bySuperAdmin(c);
      return actor.kind === "admin" ? { ...actor, role: platformRole } : actor;
    },
  },
);
export const handler = handle(app);
