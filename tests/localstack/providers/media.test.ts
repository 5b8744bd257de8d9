import { imageSize } from "image-size";
import { describe, expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const openai = { authorization: "Bearer sk-test" };
const runway = { authorization: "Bearer key_test", "x-runway-version": "2024-11-06" };
const order = {
  model: "veo3.1",
  promptImage: "data:image/png;base64,AA",
  promptText: "slow",
  ratio: "1080:1920",
  duration: 8,
};

describe("images of OpenAI", () => {
  const path = "/openai/v1/images/generations";
  const wish = { model: "gpt-image-1", prompt: "A lamp", size: "1024x1536", quality: "medium" };

  test("come as a picture of the size, the same for the same prompt", async () => {
    const draw = async (prompt: string) => {
      const answer = await world.ask<{ data: { b64_json: string }[] }>(path, {
        headers: openai,
        json: { ...wish, prompt },
      });
      return answer.body.data[0]?.b64_json ?? "";
    };
    const lamp = await draw("A lamp");
    expect(imageSize(Buffer.from(lamp, "base64"))).toMatchObject({ width: 1024, height: 1536, type: "png" });
    expect(await draw("A lamp")).toBe(lamp);
    expect(await draw("A chair")).not.toBe(lamp);
  });

  test("are refused without a prompt, in an unknown size, and by the safety system", async () => {
    const refused = async (json: object) =>
      (await world.ask(path, { headers: openai, json: { ...wish, ...json } })).body;
    expect(await refused({ prompt: "" })).toMatchObject({
      error: { code: "missing_required_parameter", param: "prompt" },
    });
    expect(await refused({ size: "1x1" })).toMatchObject({ error: { param: "size" } });
    expect(await refused({ prompt: "A forbidden thing" })).toMatchObject({ error: { code: "moderation_blocked" } });
  });
});

describe("videos of Runway", () => {
  test("are begun, looked at and fetched", async () => {
    const { body } = await world.ask<{ id: string }>("/runway/v1/image_to_video", { headers: runway, json: order });
    const look = () =>
      world.ask<{ status: string; output?: string[] }>(`/runway/v1/tasks/${body.id}`, { headers: runway });
    const states = [(await look()).body.status, (await look()).body.status];
    expect(states).toEqual(["PENDING", "RUNNING"]);
    const done = (await look()).body;
    expect(done.status).toBe("SUCCEEDED");
    const video = Buffer.from(await (await fetch(done.output?.[0] ?? "")).arrayBuffer());
    expect(video.toString("latin1", 4, 8)).toBe("ftyp");
  });

  test("are refused without the version, without a picture, and when they are too long", async () => {
    const { "x-runway-version": _, ...unversioned } = runway;
    const path = "/runway/v1/image_to_video";
    expect(await world.ask(path, { headers: unversioned, json: order })).toMatchObject({ status: 400 });
    for (const wrong of [{ promptImage: "none" }, { duration: 60 }, { promptText: "a forbidden thing" }])
      expect(await world.ask(path, { headers: runway, json: { ...order, ...wrong } })).toMatchObject({
        status: 400,
        body: { error: expect.any(String) },
      });
    expect(await world.ask("/runway/v1/tasks/none", { headers: runway })).toMatchObject({ status: 404 });
  });
});
