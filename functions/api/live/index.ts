import { streamHandle } from "hono/aws-lambda";
import { router } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";
import { runStream, tenantStream } from "./sse.ts";

const routes = router();
routes.get("/stream", tenantStream);
routes.get("/runs/:id", runStream);

export const app = surface("live", routes);
export const handler = streamHandle(app);
