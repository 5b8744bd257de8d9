import { stop } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bundle, bundlesOf } from "#localstack/host/bundle.ts";
import { deployedFunctions } from "#schema/functions.ts";
import { loadMs } from "#tests/support/loading.ts";

const mb = 1_000_000;
const budget = 1.5 * mb;
const clients = ["mongodb", "bullmq", "@aws-sdk/client-s3", "@qdrant/js-client-rest", "typesense"];
const clientsMax = 2;

/** Files of functions that are larger, each with what makes it so and its size when that was accepted, plus a twentieth. */
const larger: Record<string, { mb: number; by: string }> = {
  "api/auth": { mb: 4.14, by: "the sign-in library; late: the list of known passwords, what draws a contract" },
  "api/admin": { mb: 4.2, by: "the clients of log and files; late: known passwords, what draws a contract" },
  "api/tenant": {
    mb: 7.55,
    by: "the clients of files and vectors; late: embedding providers, log, queues, what draws a report, connectors of accounts",
  },
  "api/api": { mb: 3.4, by: "the clients of files and vectors; late: embedding providers" },
  "api/dashboard": { mb: 2.06, by: "the client of files, for a contract; the plans of telephone numbers" },
  "api/agent": {
    mb: 4.7,
    by: "the clients of files and vectors, for what a run was told and its tools; how an answer of any agent is checked",
  },
  "api/client": { mb: 1.9, by: "the client of files, for the pictures of what is decided" },
  "api/dm": { mb: 2.09, by: "the client of files, for what runs kept" },
  "worker/agents": {
    mb: 8,
    by: "the tokens' vocabulary; the clients of files and vectors; the list of registrable domains; late: providers, what reads pages of the web",
  },
  "worker/crawl": {
    mb: 5.34,
    by: "what reads pages, style sheets and the list of registrable domains; the client of files; late: readers of files",
  },
  "worker/media": {
    mb: 3.85,
    by: "the client of files, what becomes of any agent's work; late: what draws letters",
  },
  "worker/visibility": {
    mb: 7.25,
    by: "the client of files, what becomes of any agent's work, the tokens' vocabulary; late: providers",
  },
  "worker/crm": { mb: 2.92, by: "the client of files, for what runs kept; what becomes of any agent's work" },
  "worker/rag": {
    mb: 8.65,
    by: "the tokens' vocabulary; the clients of files and vectors; late: readers of PDF and DOCX",
  },
  "worker/publish": {
    mb: 2.3,
    by: "the client of files, for the pictures of posts; the mail library; what reads HTML to know a post again",
  },
  "worker/notifications": {
    mb: 3.2,
    by: "the mail library, templates, what reads HTML to make a text of it; late: the client of files, what draws a report",
  },
  "clock/recover": { mb: 4.05, by: "the queues' library, to see what waits; what becomes of any agent's work" },
};

// `functions/api/auth/index.handler` -> `api/auth`
const fileOf = (path: string) => path.replace(/^functions\/(.+?)(?:\/index)?\.handler$/, "$1");

let bundles: Map<string, Bundle>;
let functions: { name: string; bytes: number; packages: string[]; names: string[] }[];

beforeAll(async () => {
  bundles = await bundlesOf(deployedFunctions().map(({ path }) => path));
  functions = [...bundles].map(([path, { bytes, packages, names }]) => ({
    name: fileOf(path),
    bytes,
    packages,
    names,
  }));
}, 180_000);
afterAll(() => stop());

test("every function is as small as its budget says", () => {
  expect(functions.map(({ name }) => name)).toEqual([...new Set(deployedFunctions().map(({ path }) => fileOf(path)))]);
  const over = functions.filter(({ name, bytes }) => bytes > (larger[name] ? larger[name].mb * mb : budget));
  expect(over.map(({ name, bytes }) => `${name}: ${(bytes / mb).toFixed(2)} MB`)).toEqual([]);
});

test("every function can be loaded where nothing lies beside it", () => {
  for (const bundle of bundles.values()) expect(loadMs(bundle)).toBeGreaterThan(0);
}, 120_000);

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
  expect(linking.find(({ name }) => name === "worker/search")?.linked).toEqual(["typesense"]);
});

test("what reads pages starts where pages are read, made or sent, and a model's vocabulary where its tokens are counted", () => {
  const starting = (one: string) => functions.filter(({ packages }) => packages.includes(one)).map(({ name }) => name);
  expect(starting("@mozilla/readability")).toEqual(["worker/crawl"]);
  expect(starting("linkedom")).toEqual(["api/tenant", "worker/crawl", "worker/publish", "worker/notifications"]);
  expect(starting("gpt-tokenizer")).toEqual(["worker/agents", "worker/visibility", "worker/rag"]);
});

test("only the auth function holds the sign-in library", () => {
  expect(functions.filter(({ packages }) => packages.includes("better-auth")).map(({ name }) => name)).toEqual([
    "api/auth",
  ]);
});

test("a function that only reads and tells live events goes without the queues' library", () => {
  const withQueues = functions.filter(({ packages }) => packages.includes("bullmq")).map(({ name }) => name);
  expect(withQueues).toEqual(["clock/recover"]);
});

test("a function has the login of a role only where its code works in it", () => {
  const all = functions.map(({ name }) => name);
  const holding = (login: string) => functions.filter(({ names }) => names.includes(login)).map(({ name }) => name);
  expect(holding("DATABASE_URL")).toEqual(all);
  // Across tenants work the clocks, super admins, and whoever compares a chain with its head, which no tenant can reach.
  const clocks = all.filter((name) => name.startsWith("clock/"));
  expect(holding("PLATFORM_DATABASE_URL")).toEqual(["api/tenant", "api/admin", ...clocks]);
  const surfaces = all.filter((name) => name.startsWith("api/") && name !== "api/agent");
  expect(holding("AUTH_DATABASE_URL")).toEqual([
    ...surfaces,
    ...["worker/notifications", "clock/tasks", "clock/signups"],
  ]);
  expect([...holding("MIGRATOR_DATABASE_URL"), ...holding("MASTER_DATABASE_URL")]).toEqual([]);
});
