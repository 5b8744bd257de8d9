export { list, prompts } from "./list.ts";
export { chunks, get, prompt, steps } from "./read.ts";
export { cancel, inClient, orderReplay } from "./steer.ts";
export { diff, transcript } from "./transcript.ts";
