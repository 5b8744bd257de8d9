import { stop } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlesOf } from "#localstack/host/bundle.ts";
import { deployedFunctions } from "#localstack/host/catalogue.ts";

const mb = 1_000_000;
const budget = 1.5 * mb;
const clients = ["mongodb", "bullmq", "@aws-sdk/client-s3", "@qdrant/js-client-rest", "typesense"];
const clientsMax = 2;

/** Functions that are larger, each with what makes it so and its size when that was accepted, plus a twentieth. */
const larger: Record<string, { mb: number; by: string }> = {
  "api-auth-index": { mb: 4.14, by: "the sign-in library; late: the list of known passwords, what draws a contract" },
  "api-admin-index": { mb: 4.07, by: "the clients of log and files; late: known passwords, what draws a contract" },
  "api-tenant-index": { mb: 5.43, by: "the clients of files and vectors; late: embedding providers, log, queues" },
  "api-api-index": { mb: 3.23, by: "the clients of files and vectors; late: embedding providers" },
  "api-dashboard-index": { mb: 1.79, by: "the client of files, for a contract; the plans of telephone numbers" },
  "api-agent-index": { mb: 1.68, by: "the client of files, for what a run was told; how an answer is checked" },
  "worker-agents": { mb: 6.43, by: "the tokens' vocabulary; the clients of files and vectors; late: providers" },
  "worker-rag": {
    mb: 8.65,
    by: "the tokens' vocabulary; the clients of files and vectors; late: readers of PDF and DOCX",
  },
  "worker-notifications": { mb: 1.6, by: "the mail library, templates, and what reads HTML to make a text of it" },
  "clock-recover": { mb: 1.79, by: "the queues' library, to see what waits" },
};

let functions: { name: string; bytes: number; packages: string[] }[];

beforeAll(async () => {
  const deployed = deployedFunctions();
  const bundles = await bundlesOf(deployed.map(({ path }) => path));
  functions = deployed.flatMap(({ name, path }) => {
    const bundle = bundles.get(path);
    return bundle ? [{ name, bytes: bundle.bytes, packages: bundle.packages }] : [];
  });
}, 180_000);
afterAll(() => stop());

test("every function is as small as its budget says", () => {
  expect(functions.length).toBe(deployedFunctions().length);
  const over = functions.filter(({ name, bytes }) => bytes > (larger[name] ? larger[name].mb * mb : budget));
  expect(over.map(({ name, bytes }) => `${name}: ${(bytes / mb).toFixed(2)} MB`)).toEqual([]);
});

test("a function that became small is no exception any more", () => {
  const needless = Object.keys(larger).filter((name) => !functions.some((fn) => fn.name === name && fn.bytes > budget));
  expect(needless).toEqual([]);
});

test("no function starts with the clients of more than two stores", () => {
  const linking = functions.map(({ name, packages }) => ({
    name,
    linked: clients.filter((one) => packages.includes(one)),
  }));
  expect(linking.filter(({ linked }) => linked.length > clientsMax)).toEqual([]);
  expect(linking.find(({ name }) => name === "worker-search")?.linked).toEqual(["typesense"]);
});

test("only the auth function holds the sign-in library", () => {
  expect(functions.filter(({ packages }) => packages.includes("better-auth")).map(({ name }) => name)).toEqual([
    "api-auth-index",
  ]);
});

test("a function that only reads and tells live events goes without the queues' library", () => {
  const withQueues = functions.filter(({ packages }) => packages.includes("bullmq")).map(({ name }) => name);
  expect(withQueues).toEqual(["clock-recover"]);
});
