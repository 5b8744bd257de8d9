export * as Run from "./index.ts";
export { chunks, get, prompt, steps } from "./read.ts";
