import type { DeployedFunction } from "../schema/functions.ts";
import { bundleFor } from "./bundles.ts";
import { functionPrefix, policy } from "./current.ts";
import { givenTo } from "./needs.ts";
import { vpc } from "./network.ts";
import { afterRelease } from "./release.ts";

/** The name of a function as name of a resource: `agent__blog-writer` -> `AgentBlogWriter`. */
export function resourceName(name: string): string {
  const words = name.split(/[^a-z0-9]+/i).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** What all functions share: where and on what they run, their limits, and exactly what their code reads. */
export function lambdaArgs({ name, path, memoryMb, timeoutMs }: DeployedFunction) {
  return {
    name: functionPrefix + name,
    // On the developer's machine SST builds the file itself, anew at every change.
    ...($dev ? { handler: path } : { handler: "index.handler", bundle: bundleFor(name).dir, vpc }),
    ...givenTo(path),
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: `${memoryMb} MB`,
    timeout: `${timeoutMs / 1_000} seconds`,
    logging: { retention: policy.logsKept },
    transform: { function: afterRelease, role: onlyForLambda },
  } as const satisfies sst.aws.FunctionArgs;
}

// SST's own would let everybody of the account take the role who may take roles at all.
function onlyForLambda(args: aws.iam.RoleArgs): undefined {
  if (!$dev) args.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
}
