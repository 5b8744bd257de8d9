import { handle } from "hono/aws-lambda";
import * as storage from "#platform/storage.ts";
import * as vectors from "#platform/vectors.ts";
import { router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";
import { blog } from "./blog.ts";
import { keys } from "./keys.ts";
import { knowledge } from "./knowledge.ts";
import { members } from "./members.ts";
import { people } from "./people.ts";
import { requests } from "./requests.ts";
import { work } from "./work.ts";

// The client of the log is loaded when it is wanted, here as in the verbs that read it.
const log = async () => (await import("#platform/audit.ts")).reachable();

export const app = surface(
  "tenant",
  router()
    .route("/", people)
    .route("/", members)
    .route("/", requests)
    .route("/", work)
    .route("/", blog)
    .route("/", knowledge)
    .route("/", keys),
  { stores: { mongodb: log, qdrant: vectors.reachable, s3: storage.reachable } },
);
export const handler = handle(app);
