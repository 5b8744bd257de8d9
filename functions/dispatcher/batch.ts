/**
 * Gathers single calls into batches: a batch leaves when it is full or `windowMs` after its first item, and every caller
 * gets the answer at its own place. What `send` throws, all callers of that batch get.
 */
export function batcher<Item, Result>(
  size: number,
  windowMs: number,
  send: (items: Item[]) => Promise<Result[]>,
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  let open: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    const batch = open;
    open = [];
    try {
      const results = await send(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error("The batch has no answer for this item."));
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  return (item) =>
    new Promise((resolve, reject) => {
      open.push({ item, resolve, reject });
      if (open.length >= size) void flush();
      else if (open.length === 1) timer = setTimeout(() => void flush(), windowMs);
    });
}
