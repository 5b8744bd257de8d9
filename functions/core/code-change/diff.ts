const around = 3;

/** What a text loses and gains, as one hunk of a unified diff; empty when nothing changed. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  if (start === old.length && start === fresh.length) return "";
  let end = 0;
  const room = Math.min(old.length, fresh.length) - start;
  while (end < room && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  const lost = old.slice(start, old.length - end);
  const gained = fresh.slice(start, fresh.length - end);
  const head = old.slice(Math.max(0, start - around), start);
  const tail = old.slice(old.length - end, old.length - end + around);
  const from = start - head.length;
  const span = (lines: readonly string[]) => head.length + lines.length + tail.length;
  return [
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${place(from, span(lost))} +${place(from, span(gained))} @@`,
    ...head.map((line) => ` ${line}`),
    ...lost.map((line) => `-${line}`),
    ...gained.map((line) => `+${line}`),
    ...tail.map((line) => ` ${line}`),
  ].join("\n");
}

/** How many lines a diff takes away or adds. */
export function changedLines(diff: string): number {
  return diff
    .split("\n")
    .slice(3)
    .filter((line) => /^[+-]/.test(line)).length;
}

function place(from: number, count: number): string {
  return `${count === 0 ? from : from + 1},${count}`;
}
