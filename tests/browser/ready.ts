import { inject } from "vitest";
import { readyOf } from "#tests/support/ahead.ts";
import type { World } from "./world.ts";

// The product starts while other tests run; from here on its world is there for all that a test file asks.
Object.assign(inject("world"), await readyOf<World>(inject("worldFile")));
