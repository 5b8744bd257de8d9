import { resolve } from "node:path";
import { portalConfig } from "#kit/next-config.ts";

export default portalConfig(resolve(import.meta.dirname, "../.."));
