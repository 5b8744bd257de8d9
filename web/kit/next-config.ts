import type { NextConfig } from "next";
import { pageHeaders } from "./page-headers.ts";

/** Settings all portals share; `root` is the repository's root. */
export function portalConfig(root: string): NextConfig {
  return {
    turbopack: { root },
    // Types are checked by `npm run verify`, with those that Next generates.
    typescript: { ignoreBuildErrors: true },
    outputFileTracingRoot: root,
    poweredByHeader: false,
    reactStrictMode: true,
    devIndicators: false,
    experimental: { optimizePackageImports: ["@tabler/icons-react", "@mantine/core", "@mantine/hooks"] },
    headers: () => Promise.resolve([{ source: "/((?!api/).*)", headers: pageHeaders }]),
  };
}
