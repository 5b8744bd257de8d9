import { startVitest } from "vitest/node";
import { line } from "#localstack/terminal.ts";

// `npm test`: every test once, then one plain line that says how it ended. Arguments narrow the files down.
const vitest = await startVitest("test", process.argv.slice(2), { run: true, watch: false });
const modules = vitest.state.getTestModules();
const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
const count = (state: string): number => states.filter((one) => one === state).length;
const broken = modules.filter((module) => module.errors().length > 0).length + vitest.state.getUnhandledErrors().length;
const failed = count("failed") + broken;
await vitest.close();
line(`${count("passed")} passed, ${failed} failed`);
process.exit(failed > 0 || states.length === 0 ? 1 : 0);
