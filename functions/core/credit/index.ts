export { lock } from "./books.ts";
export { adjust, allocate, open, renew, topUp } from "./grants.ts";
export { consume, release, reserve, sweep } from "./holds.ts";
export { balance, ledger, rate, rates } from "./read.ts";
