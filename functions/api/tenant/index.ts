import { handle } from "hono/aws-lambda";
import { router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";
import { blog } from "./blog.ts";
import { keys } from "./keys.ts";
import { knowledge } from "./knowledge.ts";
import { members } from "./members.ts";
import { people } from "./people.ts";
import { requests } from "./requests.ts";
import { work } from "./work.ts";

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
);
export const handler = handle(app);
