/** Lets at most `most` pieces of work run at the same time; others wait in order. */
export function gate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let open = most;
  return async (work) => {
    if (open > 0) open--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else open++;
    }
  };
}
