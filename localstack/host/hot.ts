import { watch } from "node:fs";
import { registerHooks } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Modules that follow their files while the process runs. */
export interface HotModules {
  /** Imports a file as it is now. Between two changes it answers the same module. */
  load(file: string): Promise<Record<string, unknown>>;
  stop(): void;
}

export interface HotOptions {
  /** Folders whose modules are loaded anew when they, or something they import, changed. Changes elsewhere are not seen. */
  folders: readonly string[];
  /** Told the modules that the next `load` will take anew. */
  changed(files: readonly string[]): void;
  /** Told a change that reaches a module which the process imports by itself: only another start takes it. */
  stale(file: string): void;
}

// An editor writes a file in several steps.
const settleMs = 40;

/**
 * Makes `load` follow the files of folders. A changed module and all that import it, directly or not, become new modules; the rest
 * stay the same ones and keep their state, such as connections.
 */
export function hotModules({ folders, changed, stale }: HotOptions): HotModules {
  const importers = new Map<string, Set<string>>();
  const versions = new Map<string, number>();
  const loaded = new Set<string>();
  const isWatched = (file: string) => folders.some((folder) => file.startsWith(folder + sep));

  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (!found.url.startsWith("file:")) return found;
      const file = fileURLToPath(withoutQuery(found.url));
      if (!isWatched(file)) return found;
      const parent = context.parentURL?.startsWith("file:") ? fileURLToPath(withoutQuery(context.parentURL)) : "";
      // What this module itself imports is taken anew by the next `load`, and holds nobody.
      if (parent !== import.meta.filename) importersOf(file).add(parent);
      const version = versions.get(file);
      return version === undefined ? found : { ...found, url: `${withoutQuery(found.url)}?v=${version}` };
    },
  });

  function importersOf(file: string): Set<string> {
    const known = importers.get(file) ?? new Set<string>();
    importers.set(file, known);
    return known;
  }

  /** The file and all that import it, as far as they are loaded. */
  function affectedBy(file: string): Set<string> {
    const found = new Set(importers.has(file) || loaded.has(file) ? [file] : []);
    for (const one of found) for (const importer of importers.get(one) ?? []) found.add(importer);
    return found;
  }

  function take(files: readonly string[]): void {
    const affected = new Set(files.flatMap((file) => [...affectedBy(file)]));
    const holder = [...affected].find((file) => !isWatched(file));
    const [first] = files;
    if (holder !== undefined && first !== undefined) {
      stale(first);
      return;
    }
    for (const file of affected) versions.set(file, (versions.get(file) ?? 0) + 1);
    if (affected.size > 0) changed([...affected]);
  }

  const stopWatching = watchFolders(folders, take);
  return {
    load(file) {
      loaded.add(file);
      return import(pathToFileURL(file).href) as Promise<Record<string, unknown>>;
    },
    stop() {
      hooks.deregister();
      stopWatching();
    },
  };
}

const withoutQuery = (url: string): string => url.split("?", 1)[0] ?? url;

function watchFolders(folders: readonly string[], take: (files: readonly string[]) => void): () => void {
  const touched = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const settle = (): void => {
    const files = [...touched];
    touched.clear();
    take(files);
  };
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => {
      if (name === null) return;
      touched.add(join(folder, name));
      clearTimeout(timer);
      timer = setTimeout(settle, settleMs);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
