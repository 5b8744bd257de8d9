/** One colour per meaning, everywhere: waiting, running, needs a person, done, failed, nobody knows. */
export type Tone = "waiting" | "running" | "attention" | "done" | "failed" | "unknown";

const light: Record<Tone, { ink: string; wash: string; solid: string }> = {
  waiting: { ink: "#57534a", wash: "#eeece6", solid: "#8a8478" },
  running: { ink: "#1c57a0", wash: "#e4eefb", solid: "#2f74c9" },
  attention: { ink: "#864f00", wash: "#fcf0d6", solid: "#c98308" },
  done: { ink: "#1d6634", wash: "#e3f3e7", solid: "#2f8f4e" },
  failed: { ink: "#a0281f", wash: "#fbe8e6", solid: "#cf3f35" },
  unknown: { ink: "#5f35ad", wash: "#efe9fb", solid: "#7f52d1" },
};

const dark: Record<Tone, { ink: string; wash: string; solid: string }> = {
  waiting: { ink: "#c2bfb6", wash: "#2e2f2c", solid: "#8f8c84" },
  running: { ink: "#93c1f7", wash: "#172a40", solid: "#5b9bea" },
  attention: { ink: "#f1c06a", wash: "#39290d", solid: "#dd9d2c" },
  done: { ink: "#8bd4a0", wash: "#16311e", solid: "#4fb170" },
  failed: { ink: "#f7a8a1", wash: "#401b19", solid: "#e5675d" },
  unknown: { ink: "#c6adf8", wash: "#2c2143", solid: "#a07be8" },
};

function asVariables(tones: typeof light): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tones).flatMap(([tone, { ink, wash, solid }]) => [
      [`--lm-${tone}-ink`, ink],
      [`--lm-${tone}-wash`, wash],
      [`--lm-${tone}-solid`, solid],
    ]),
  );
}

export const statusTokens = { light: asVariables(light), dark: asVariables(dark) };

const colorOf = {
  yellow: "attention",
  red: "failed",
  green: "done",
  blue: "running",
  violet: "unknown",
  gray: "waiting",
} as const satisfies Record<string, Tone>;

/** Mantine's "light" variants speak the same tones: `color="yellow"` looks like the badge "needs a person". */
export const washTokens: Record<string, string> = Object.fromEntries(
  Object.entries(colorOf).flatMap(([color, tone]) => [
    [`--mantine-color-${color}-light`, `var(--lm-${tone}-wash)`],
    [`--mantine-color-${color}-light-color`, `var(--lm-${tone}-ink)`],
  ]),
);
