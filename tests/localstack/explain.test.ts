import { connect } from "node:net";
import { expect, test } from "vitest";
import { explain } from "#localstack/explain.ts";

test("a command that finds no store says where it looked and what to do", async () => {
  const refused = await new Promise<Error>((resolve) => connect(1, "127.0.0.1").once("error", resolve));
  expect(explain(refused)).toBe(
    "A store does not answer at 127.0.0.1:1. Is Leadmetrics running on these ports? Start it with npm start.",
  );
});

test("any other failure keeps its own words", () => {
  expect(explain(new Error("--scale must be a whole number"))).toBe("--scale must be a whole number");
});
