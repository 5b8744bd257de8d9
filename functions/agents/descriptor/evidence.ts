import { addressOf } from "#core/tool/addresses.ts";

/**
 * The addresses that statements rest on although nobody has read them; none is told where it is not known what was read.
 * `given` are the pages that came with the task, `read` those that tools have shown.
 */
export function unreadAmong(
  statements: readonly { sourceUrl: string }[],
  given: readonly string[],
  read: readonly string[] | undefined,
): string[] {
  if (!read) return [];
  const seen = new Set([...given, ...read].map(plain));
  return [...new Set(statements.map(({ sourceUrl }) => sourceUrl))].filter((url) => !seen.has(plain(url))).slice(0, 10);
}

function plain(url: string): string {
  return (addressOf(url) ?? url).replace(/^http:/, "https:").replace(/\/$/, "");
}
