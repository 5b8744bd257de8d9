export { chunks, get, prompt, steps } from "./read.ts";
