import { afterAll } from "vitest";
import { closeStores } from "#tests/support/close.ts";
import { prove } from "./prove.ts";
import { ownProvider } from "./provider.ts";
import { writers } from "./writers.ts";

afterAll(closeStores);
prove(ownProvider("anthropic"), writers);
