import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, requireKey, type SimulatorEnv } from "./door.ts";
import { bearer, simulate, textIn } from "./simulate.ts";
import { videoOf } from "./video.ts";

const version = "2024-11-06";
const ratios = ["1280:720", "720:1280", "1080:1920", "1920:1080"];

interface Task {
  id: string;
  seconds: number;
  looks: number;
  failure: string | null;
}

/**
 * Image to video of the Runway API: a task is begun, looked at, and at its third look done. A prompt with the word "forbidden" is
 * refused; one with "unlucky" fails while it is made. Tasks are forgotten at a restart.
 */
export function runwaySimulator(control: Control, provider: "runway" | "runway-second"): Hono<SimulatorEnv> {
  const tasks = new Map<string, Task>();
  return simulate(control, { provider, errorBody, unknownPath: "Not Found" }, (app) => {
    app.get("/output/:id", (c) => {
      const task = tasks.get(c.req.param("id"));
      if (!task) return c.var.refuse(404, "Not Found");
      return c.body(new Uint8Array(videoOf(task.id, task.seconds)), 200, { "content-type": "video/mp4" });
    });
    app.use(requireKey(bearer, "The provided API key is not valid."));
    app.use(async (c, next) => {
      if (c.req.header("x-runway-version") !== version)
        return c.var.refuse(400, "This endpoint requires the X-Runway-Version header.");
      await next();
      return undefined;
    });
    app.post("/image_to_video", (c) => {
      const refused = refuse(c);
      if (refused) return refused;
      const { fields } = c.var;
      const prompt = textIn(fields, "promptText");
      const id = idOf(`${provider}/${tasks.size}/${prompt}`);
      const failure = /\bunlucky\b/i.test(prompt) ? "INTERNAL.BAD_OUTPUT.CODE01" : null;
      tasks.set(id, { id, seconds: Number(fields["duration"] ?? 8), looks: 0, failure });
      return c.json({ id });
    });
    app.get("/tasks/:id", (c) => {
      const task = tasks.get(c.req.param("id"));
      if (!task) return c.var.refuse(404, "Task not found.");
      task.looks++;
      const head = { id: task.id, createdAt: "2026-01-01T00:00:00.000Z" };
      if (task.looks < 3) return c.json({ ...head, status: task.looks === 1 ? "PENDING" : "RUNNING", progress: 0.5 });
      if (task.failure)
        return c.json({
          ...head,
          status: "FAILED",
          failure: "An unexpected error occurred.",
          failureCode: task.failure,
        });
      const { origin, pathname } = new URL(c.req.url);
      const url = `${origin}${pathname.replace(/\/tasks\/.*$/, "")}/output/${task.id}`;
      return c.json({ ...head, status: "SUCCEEDED", output: [url] });
    });
  });
}

function refuse(c: Context<SimulatorEnv>): Response | undefined {
  const { fields } = c.var;
  const image = textIn(fields, "promptImage");
  if (textIn(fields, "model") === "") return c.var.refuse(400, "Validation of body failed", { field: "model" });
  if (!/^(?:https:\/\/|data:image\/)/.test(image))
    return c.var.refuse(400, "Validation of body failed", { field: "promptImage" });
  if (!ratios.includes(textIn(fields, "ratio")))
    return c.var.refuse(400, "Validation of body failed", { field: "ratio" });
  const seconds = Number(fields["duration"] ?? 8);
  if (!Number.isInteger(seconds) || seconds < 2 || seconds > 10)
    return c.var.refuse(400, "Validation of body failed", { field: "duration" });
  if (/\bforbidden\b/i.test(textIn(fields, "promptText")) || c.get("fault")?.kind === "refusal")
    return c.var.refuse(400, "The prompt was refused by content moderation.");
  return undefined;
}

function idOf(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

const errorBody: ErrorBody = (status, error, { field } = {}) => ({
  error,
  ...(field ? { issues: [{ code: "invalid_type", path: [field], message: "Invalid input" }] } : {}),
  ...(status === 429 ? { code: "too_many_requests" } : {}),
  docUrl: "https://docs.dev.runwayml.com/api",
});
