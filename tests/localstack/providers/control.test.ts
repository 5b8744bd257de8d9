import { describe, expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();

describe("the admin surface", () => {
  test("a fault hits only matching requests, as often as told", async () => {
    await world.fault({ provider: "ollama", kind: "server_error", times: 2, match: "unlucky" });
    const ask = async (content: string) => {
      const body = JSON.stringify({ model: "m", stream: false, messages: [{ role: "user", content }] });
      return (await fetch(`${world.url}/ollama/api/chat`, { method: "POST", body })).status;
    };
    expect(await ask("lucky")).toBe(200);
    expect([await ask("unlucky"), await ask("unlucky"), await ask("unlucky")]).toEqual([500, 500, 200]);
    expect(await (await fetch(`${world.url}/admin/faults`)).json()).toMatchObject({ faults: [] });
  });

  test("an unknown fault is refused", async () => {
    const answer = await fetch(`${world.url}/admin/faults`, {
      method: "POST",
      body: '{"provider":"openai","kind":"bad mood"}',
    });
    expect(answer.status).toBe(422);
  });

  test("calls are listed newest first, of one provider if asked", async () => {
    for (const path of ["/ollama/api/tags", "/openai/v1/models", "/ollama/api/version"]) await fetch(world.url + path);
    expect((await world.calls("ollama")).map(({ path }) => path)).toEqual(["/ollama/api/version", "/ollama/api/tags"]);
    expect(await world.calls("")).toHaveLength(3);
  });

  test("a webhook may only go to this machine, and an event must be known", async () => {
    const post = (path: string, json: object) => world.ask(path, { json });
    const far = await post("/admin/webhooks", { provider: "stripe", url: "https://example.com/hook" });
    expect(far.status).toBe(422);
    expect(await post("/admin/events", { provider: "stripe", type: "party" })).toMatchObject({
      status: 422,
      body: { known: ["payment_intent.succeeded"] },
    });
  });

  test("the page's form sends an event", async () => {
    await world.ask("/admin/events", { form: { event: "telegram/message", data: '{"text":"hello"}' } });
    const updates = await world.ask("/telegram/bot1:a/getUpdates");
    expect(updates.body).toMatchObject({ result: [{ message: { text: "hello" } }] });
  });

  test("forms set faults and lead back to the page, which shows calls without letting their text become markup", async () => {
    const body = new URLSearchParams({
      provider: "openai",
      kind: "auth",
      times: "3",
      ms: "",
      retryAfterS: "",
      match: "",
    });
    const answer = await fetch(`${world.url}/admin/faults`, { method: "POST", body, redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    await world.ask("/ollama/api/chat", { json: { model: "m", stream: false, title: "<script>x</script>" } });
    const page = await (await fetch(world.url)).text();
    expect(page).toContain("openai: 401, 3×");
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script>x");
  });
});
