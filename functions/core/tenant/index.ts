export { create } from "./create.ts";
export { flags, setFlag } from "./flags.ts";
export {
  activate,
  activateFree,
  cancel,
  convert,
  reinstate,
  reopen,
  startTrial,
  suspend,
} from "./life.ts";
export { open } from "./open.ts";
export { patch } from "./patch.ts";
export { members, resendWelcome, setReviewers } from "./people.ts";
export { get, list } from "./read.ts";
