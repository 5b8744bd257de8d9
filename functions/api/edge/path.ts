import { sha256 } from "#platform/secrets.ts";
import { surfaces } from "#schema/surfaces.ts";

const withToken = new RegExp(`^(${surfaces.client.prefix}/(?:links|unsubscribe)/)([^/]+)`);

/** The token of a signed link that a path names, undefined where there is none. */
export function linkTokenOf(path: string): string | undefined {
  const found = withToken.exec(path);
  return found?.[1]?.endsWith("/links/") ? found[2] : undefined;
}

/** Whether a path is the way out of a newsletter: the token in it is all that its reader needs. */
export function isWayOut(path: string): boolean {
  return withToken.exec(path)?.[1]?.endsWith("/unsubscribe/") ?? false;
}

/** Whether a path is where the mail provider tells of mails or hands them over: its signature is all that it needs. */
export function isMailEvents(path: string): boolean {
  return [`${surfaces.client.prefix}/mail-events`, `${surfaces.client.prefix}/mail-answers`].includes(path);
}

/** The path as it may be kept and logged: a token in it is a secret, and its hash tells links apart as well. */
export function pathToKeep(path: string): string {
  return path.replace(withToken, (_, before: string, token: string) => `${before}${sha256(token).slice(0, 16)}`);
}
