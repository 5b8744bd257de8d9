export { complete } from "./complete.ts";
export { payment } from "./payment.ts";
export { company, get, location, plans, start } from "./steps.ts";
