import { handle } from "hono/aws-lambda";
import * as storage from "#platform/storage.ts";
import * as vectors from "#platform/vectors.ts";
import { byKey, noted, rehearsed } from "../edge/key.ts";
import { router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";
import { approvals } from "./approvals.ts";
import { blog } from "./blog.ts";
import { knowledge } from "./knowledge.ts";
import { work } from "./work.ts";

const routes = router().route("/", work).route("/", blog).route("/", approvals).route("/", knowledge);

export const app = surface("api", routes, {
  stores: { s3: storage.reachable, qdrant: vectors.reachable },
  identify: byKey,
  around: [noted, rehearsed],
});
export const handler = handle(app);
