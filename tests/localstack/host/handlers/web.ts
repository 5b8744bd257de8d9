import { Hono } from "hono";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { setCookie } from "hono/cookie";

const app = new Hono<{ Bindings: { event: LambdaEvent } }>()
  .get("/event", (c) => c.json(c.env.event))
  .post("/echo", async (c) => c.body(await c.req.arrayBuffer(), 201, { "content-type": "application/octet-stream" }))
  .get("/cookies", (c) => {
    setCookie(c, "one", "1");
    setCookie(c, "two", "2");
    return c.text(c.req.header("cookie") ?? "");
  })
  .get("/die", () => process.exit(1));

export const handler = handle(app);
