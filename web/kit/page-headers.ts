/** What every page says to a browser, beside its content policy. */
export const pageHeaders = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  // Paths hold the secrets of mailed links.
  { key: "referrer-policy", value: "strict-origin" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  // Browsers heed it over TLS only.
  { key: "strict-transport-security", value: "max-age=63072000; includeSubDomains" },
];

/** Addresses beside this portal's own that the page may talk to: the object storage that uploads go to and pictures come from. */
function storageOrigins(): string {
  return process.env["STORAGE_ORIGINS"] ?? "https: http://127.0.0.1:* http://localhost:*";
}

/** What a page may load, run, be framed by and send to: scripts only with this answer's nonce. */
export function contentPolicy(nonce: string): string {
  const isDev = process.env["NODE_ENV"] === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: https: ${storageOrigins()}`,
    "font-src 'self'",
    `connect-src 'self' ${storageOrigins()}${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
