export { bounded } from "#schema/text.ts";
