import { afterAll, beforeAll } from "vitest";
import { startTestCloud, type TestCloud } from "./cloud.ts";

/** Gives a test file stores of its own, for as long as its tests run; the product in this process is pointed at them. */
export function ownCloud(): () => TestCloud {
  let cloud: TestCloud | undefined;
  beforeAll(async () => {
    cloud = await startTestCloud();
    Object.assign(process.env, cloud.env);
  });
  afterAll(() => cloud?.stop());
  return () => {
    if (!cloud) throw new Error("The stores are not started yet.");
    return cloud;
  };
}
