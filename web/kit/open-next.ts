import type { Portal } from "#schema/portals.ts";

/**
 * How a portal becomes a Lambda function: one server that streams its answers. Every page carries a nonce of its own, so nothing is
 * rendered ahead and nothing is cached; no page has pictures made smaller, so that function goes without its library.
 */
export function openNext(portal: Portal) {
  return {
    buildCommand: `"${process.execPath}" node_modules/next/dist/bin/next build dist/${portal}`,
    default: {
      override: {
        wrapper: "aws-lambda-streaming",
        converter: "aws-apigw-v2",
        incrementalCache: "dummy",
        tagCache: "dummy",
        queue: "dummy",
      },
    },
    imageOptimization: { loader: "dummy", install: false },
    dangerous: { disableIncrementalCache: true, disableTagCache: true },
  };
}
