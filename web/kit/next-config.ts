import type { NextConfig } from "next";

const headers = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  // Paths hold the secrets of mailed links.
  { key: "referrer-policy", value: "strict-origin" },
  // Without effect over plain http.
  { key: "strict-transport-security", value: "max-age=63072000; includeSubDomains" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  // Browsers heed it over TLS only.
  { key: "strict-transport-security", value: "max-age=63072000; includeSubDomains" },
];

/** Settings all portals share; `root` is the repository's root. */
export function portalConfig(root: string): NextConfig {
  return {
    turbopack: { root },
    outputFileTracingRoot: root,
    poweredByHeader: false,
    reactStrictMode: true,
    devIndicators: false,
    experimental: { optimizePackageImports: ["@tabler/icons-react", "@mantine/core", "@mantine/hooks"] },
    headers: () => Promise.resolve([{ source: "/((?!api/).*)", headers }]),
  };
}
