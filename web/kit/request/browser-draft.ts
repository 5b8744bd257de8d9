/** What was typed into a form and not sent yet, on this device. */
interface BrowserDraft<T> {
  load(): T | null;
  save(values: T): void;
  clear(): void;
}

/** Keeps the values of a form under a name; a field that came to the form later is as in `empty`. */
export function browserDraft<T extends object>(key: string, empty: T): BrowserDraft<T> {
  return {
    load: () => {
      try {
        const stored: unknown = JSON.parse(window.localStorage.getItem(key) ?? "null");
        return typeof stored === "object" && stored !== null ? { ...empty, ...stored } : null;
      } catch {
        return null;
      }
    },
    save: (values) => window.localStorage.setItem(key, JSON.stringify(values)),
    clear: () => window.localStorage.removeItem(key),
  };
}
