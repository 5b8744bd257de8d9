import { inject } from "vitest";

// Before a test file imports anything of the product: its configuration is read from the environment at first use.
Object.assign(process.env, inject("env"));
