import { serve } from "@hono/node-server";
import { app } from "#functions/api/index.ts";
import { serving } from "./child.ts";

// The product's API as the local cloud serves it.
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => serving(port));
