/** The one header our tokens have: nothing in it names a key from outside or changes how the rest is read. */
export interface Header {
  alg: string;
  kid: string;
  typ: string;
}

/**
 * Takes a token apart without believing it, and only when it has the exact form our signer gives: three canonical base64url
 * parts, compact JSON without a repeated member, a header of `alg`, `kid` and `typ` alone. Everything else (embedded keys,
 * `crit`, other encodings of the same bytes) is undefined before any signature is looked at.
 */
export function takeApart(token: string): Header | undefined {
  const parts = token.split(".");
  if (parts.length !== 3 || token.length > 4_096 || !parts.every(isCanonical)) return undefined;
  const [header, payload] = parts.slice(0, 2).map(compactJson);
  if (!header || !payload || Object.keys(header).sort().join() !== "alg,kid,typ") return undefined;
  const { alg, kid, typ } = header;
  return typeof alg === "string" && typeof kid === "string" && typeof typ === "string" ? { alg, kid, typ } : undefined;
}

function isCanonical(part: string): boolean {
  return part !== "" && Buffer.from(part, "base64url").toString("base64url") === part;
}

// Writing it again gives the same text only for compact JSON in which no member comes twice.
function compactJson(part: string): Record<string, unknown> | undefined {
  const text = Buffer.from(part, "base64url").toString("utf8");
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject && JSON.stringify(value) === text ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
