import { inject } from "vitest";
import { readyOf } from "#tests/support/ahead.ts";

await readyOf(inject("stacksFile"));
