import classes from "./patch-view.module.css";

const kinds: Record<string, "added" | "removed"> = { "+": "added", "-": "removed" };

/** A unified diff: removed lines on red, added ones on green, each also by its sign. */
export function PatchView({ patch }: { patch: string }) {
  const lines = patch.split("\n").slice(firstHunk(patch));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre className={classes["patch"]} tabIndex={0}>
      {lines.map((line, at) => (
        <span key={at} className={classes["line"]} data-kind={kinds[line.charAt(0)]}>
          {line}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}

// The head names the two sides, which stand over the comparison already.
function firstHunk(patch: string): number {
  const at = patch.split("\n").findIndex((line) => line.startsWith("@@"));
  return Math.max(0, at);
}
