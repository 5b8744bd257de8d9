import type { TestProject } from "vitest/node";
import { startTestCloud } from "./cloud.ts";

declare module "vitest" {
  export interface ProvidedContext {
    env: Record<string, string>;
  }
}

/** Starts the stores once for all test files that need them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cloud = await startTestCloud();
  project.provide("env", cloud.env);
  return cloud.stop;
}
