import { sha256 } from "#platform/secrets.ts";
import { surfaces } from "#schema/surfaces.ts";

const withToken = new RegExp(`^(${surfaces.client.prefix}/links/)([^/]+)`);

/** The token of a signed link that a path names, undefined where there is none. */
export function linkTokenOf(path: string): string | undefined {
  return withToken.exec(path)?.[2];
}

/** The path as it may be kept and logged: a token in it is a secret, and its hash tells links apart as well. */
export function pathToKeep(path: string): string {
  return path.replace(withToken, (_, before: string, token: string) => `${before}${sha256(token).slice(0, 16)}`);
}
