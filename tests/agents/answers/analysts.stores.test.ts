import { afterAll } from "vitest";
import { closeStores } from "#tests/support/close.ts";
import { analysts } from "./analysts.ts";
import { prove } from "./prove.ts";
import { ownProvider } from "./provider.ts";

afterAll(closeStores);
prove(ownProvider("anthropic"), analysts);
