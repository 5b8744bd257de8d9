import { existsSync } from "node:fs";
import { Hono } from "hono";
import { streamHandle } from "hono/aws-lambda";
import { streamSSE } from "hono/streaming";

const app = new Hono()
  .get("/plain", (c) => c.json({ ok: true }, 203, { "set-cookie": "seen=1" }))
  .get("/events", (c) =>
    streamSSE(c, async (stream) => {
      await stream.writeSSE({ data: String(process.pid) });
      while (!existsSync(c.req.query("until") ?? "")) await stream.sleep(5);
      await stream.writeSSE({ data: "second" });
    }),
  );

export const handler = streamHandle(app);
