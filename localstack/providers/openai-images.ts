import type { Context } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { pictureOf } from "./picture.ts";
import { textIn } from "./simulate.ts";

const sizes = ["1024x1024", "1536x1024", "1024x1536"];
const qualities = ["low", "medium", "high", "auto"];
const promptMax = 32_000;

/** Image generation of the OpenAI API. A prompt with the word "forbidden" is refused by its safety system; so is one under the fault `refusal`. */
export function drawn(c: Context<SimulatorEnv>): Response {
  const { fields } = c.var;
  const prompt = textIn(fields, "prompt");
  const size = textIn(fields, "size") || "1024x1024";
  const quality = textIn(fields, "quality") || "auto";
  const model = textIn(fields, "model");
  if (prompt === "")
    return c.var.refuse(400, "Missing required parameter: 'prompt'.", {
      code: "missing_required_parameter",
      field: "prompt",
    });
  if (prompt.length > promptMax) return invalid(c, "prompt", `Expected a string with maximum length ${promptMax}.`);
  if (!sizes.includes(size))
    return invalid(c, "size", `Invalid value: '${size}'. Supported values are: ${sizes.join(", ")}, and auto.`);
  if (!qualities.includes(quality)) return invalid(c, "quality", `Invalid value: '${quality}'.`);
  if (model.startsWith("unknown"))
    return c.var.refuse(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
      code: "model_not_found",
    });
  if (/\bforbidden\b/i.test(prompt) || c.get("fault")?.kind === "refusal")
    return c.var.refuse(400, "Your request was rejected by the safety system.", { code: "moderation_blocked" });
  const [width = 1024, height = 1024] = size.split("x").map(Number);
  const b64_json = pictureOf(width, height, prompt).toString("base64");
  const [input, output] = [Math.ceil(prompt.length / 4), 1_056];
  const answer = JSON.stringify({
    created: 1_767_225_600,
    background: "opaque",
    data: [{ b64_json }],
    output_format: "png",
    quality: quality === "auto" ? "medium" : quality,
    size,
    usage: {
      input_tokens: input,
      input_tokens_details: { image_tokens: 0, text_tokens: input },
      output_tokens: output,
      total_tokens: input + output,
    },
  });
  const isBroken = c.get("fault")?.kind === "malformed_json";
  return c.body(isBroken ? answer.slice(0, answer.length / 2) : answer, 200, { "content-type": "application/json" });
}

function invalid(c: Context<SimulatorEnv>, field: string, message: string): Response {
  return c.var.refuse(400, message, { code: "invalid_value", field });
}
