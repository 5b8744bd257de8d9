export { bounded, graphemesOf } from "#schema/text.ts";
