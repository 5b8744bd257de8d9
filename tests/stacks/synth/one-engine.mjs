// The engine is where SST's platform is. A provider of it brings an older one of its own, which no mock reaches: all take the same.
import { createRequire, registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const platform = createRequire(join(process.cwd(), ".sst/platform/package.json"));

registerHooks({
  resolve(specifier, context, next) {
    const isEngine = specifier === "@pulumi/pulumi" || specifier.startsWith("@pulumi/pulumi/");
    const isAstray = context.parentURL?.includes("/@pulumi/tls/") || context.parentURL?.includes("/tests/stacks/");
    if (!isEngine || !isAstray) return next(specifier, context);
    return { url: pathToFileURL(platform.resolve(specifier)).href, format: "commonjs", shortCircuit: true };
  },
});
