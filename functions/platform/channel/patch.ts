/** The text after a diff that has one hunk; undefined when it does not fit the text. */
export function patched(before: string, diff: string): string | undefined {
  if (diff === "") return before;
  const [, , header = "", ...lines] = diff.split("\n");
  const [, first] = /^@@ -(\d+)/.exec(header) ?? [];
  if (first === undefined) return undefined;
  const old = before.split("\n");
  const from = Math.max(0, Number(first) - 1);
  const kept = lines.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  if (kept.some((line, at) => old[from + at] !== line)) return undefined;
  const fresh = lines.filter((line) => !line.startsWith("-")).map((line) => line.slice(1));
  return [...old.slice(0, from), ...fresh, ...old.slice(from + kept.length)].join("\n");
}
