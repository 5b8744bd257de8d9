import { deployedFunctions } from "../schema/functions.ts";
import { lambdaArgs, resourceName } from "./lambda.ts";

/**
 * A function for each queue. The dispatcher calls it and waits; retries are the queue's, so Lambda makes none of its own. What it
 * reserves is what it may have at most, and what no other function can take from it.
 */
export const workers = deployedFunctions()
  .filter((fn) => fn.trigger === "queue")
  .map((fn) => ({
    name: fn.name,
    function: new sst.aws.Function(resourceName(fn.name), {
      ...lambdaArgs(fn),
      concurrency: { reserved: fn.concurrency },
      retries: 0,
    }),
  }));
