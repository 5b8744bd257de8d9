export { complete } from "./complete.ts";
export * as Signup from "./index.ts";
export { payment } from "./payment.ts";
export { company, get, location, plans, start } from "./steps.ts";
