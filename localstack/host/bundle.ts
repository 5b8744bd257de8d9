import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin, version } from "esbuild";
import { dataRoot, root } from "../paths.ts";

/** A function as it is deployed: one file that needs nothing but Node. */
export interface Bundle {
  /** Folder of `index.mjs`. */
  dir: string;
  bytes: number;
  /** Packages of which a start runs something; what only an `import()` reaches is in the file, but waits. */
  packages: string[];
  /** Names in capitals that the modules in it mention: what it may read of its environment. */
  names: string[];
}

interface Manifest extends Bundle {
  /** Hash of each source file by its path in the project; what npm installed is held by the lock file. */
  sources: Record<string, string>;
  toolchain: string;
}

const home = join(dataRoot, "bundles");
const keptMs = 86_400_000;

// The schema library brings its messages in fifty languages; it takes the English ones from their own file.
const english: Plugin = {
  name: "english",
  setup: (bundler) =>
    bundler.onLoad({ filter: /node_modules\/zod\/v4\/locales\/index\.js$/ }, () => ({ contents: "export {};" })),
};

// As the stacks have it done: one minified ES module for Node that keeps its names, CommonJS inside it finds what it expects.
export const options = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "esnext",
  mainFields: ["module", "main"],
  external: ["sharp", "pg-native"],
  plugins: [english],
  minify: true,
  keepNames: true,
  banner: {
    js: [
      'import { createRequire as bundleRequireFrom } from "node:module";',
      "const require = bundleRequireFrom(import.meta.url);",
      "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
    ].join("\n"),
  },
} as const satisfies BuildOptions;

/**
 * The bundles of functions by their paths, e.g. `functions/worker/agents.handler`. Those of which a source changed are made anew, all at
 * once, because they share most of what there is to read.
 * @throws with esbuild's words when one cannot be made
 */
export async function bundlesOf(paths: readonly string[]): Promise<Map<string, Bundle>> {
  const manifests = new Map(paths.map((path) => [nameOf(path), readManifest(nameOf(path))]));
  const stale = new Map(
    paths.filter((path) => !isFresh(manifests.get(nameOf(path)))).map((path) => [nameOf(path), entryOf(path)]),
  );
  if (stale.size > 0) for (const [name, made] of await make(stale)) manifests.set(name, made);
  return new Map(
    paths.flatMap((path) => {
      const manifest = manifests.get(nameOf(path));
      return manifest ? [[path, manifest]] : [];
    }),
  );
}

const entryOf = (path: string): string => `${path.slice(0, path.lastIndexOf("."))}.ts`;
const nameOf = (path: string): string => path.slice(0, path.lastIndexOf(".")).replaceAll("/", "-");

async function make(entries: ReadonlyMap<string, string>): Promise<Map<string, Manifest>> {
  mkdirSync(home, { recursive: true });
  const drafts = mkdtempSync(join(home, "draft-"));
  try {
    const { metafile } = await build({
      ...options,
      absWorkingDir: root,
      entryPoints: [...entries].map(([name, entry]) => ({ in: entry, out: `${name}/index` })),
      outdir: drafts,
      outExtension: { ".js": ".mjs" },
      metafile: true,
      logLevel: "silent",
    });
    return new Map(
      [...entries.keys()].map((name) => {
        const entry = entries.get(name);
        const { inputs = {} } = metafile.outputs[relative(root, join(drafts, name, "index.mjs"))] ?? {};
        const used = Object.keys(inputs).filter((file) => (inputs[file]?.bytesInOutput ?? 0) > 0);
        const packages = packagesOf(metafile, entry, new Set(used));
        const sources = sourcesOf(metafile, entry);
        return [name, keep(name, join(drafts, name), { used: used.filter(isOwn), packages, sources })];
      }),
    );
  } finally {
    rmSync(drafts, { recursive: true, force: true });
  }
}

const isOwn = (file: string): boolean => !file.includes("node_modules/");

/** All files of the project that an entry reaches, also those of which nothing was left. */
function sourcesOf({ inputs }: Metafile, entry = ""): string[] {
  const reached = new Set([entry]);
  for (const file of reached)
    for (const { path } of inputs[file]?.imports ?? []) if (inputs[path] && isOwn(path)) reached.add(path);
  return [...reached];
}

/** The packages that an entry reaches without `import()` and of which something was kept. */
function packagesOf({ inputs }: Metafile, entry: string | undefined, used: ReadonlySet<string>): string[] {
  const reached = new Set(entry ? [entry] : []);
  for (const file of reached)
    for (const { path, kind } of inputs[file]?.imports ?? [])
      if (kind !== "dynamic-import" && inputs[path]) reached.add(path);
  const names = [...reached]
    .filter((file) => used.has(file))
    .flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

interface Parts {
  /** Files of the project of which something was kept. */
  used: readonly string[];
  packages: string[];
  sources: readonly string[];
}

function keep(name: string, draft: string, { used, packages, sources }: Parts): Manifest {
  const code = readFileSync(join(draft, "index.mjs"));
  const dir = join(home, `${name}-${createHash("sha256").update(code).digest("hex").slice(0, 16)}`);
  if (!existsSync(dir)) renameSync(draft, dir);
  const manifest: Manifest = {
    dir,
    bytes: code.length,
    packages,
    names: namesIn(used),
    sources: Object.fromEntries(sources.map((file) => [file, hashOf(file)])),
    toolchain: toolchain(),
  };
  // Several hosts may share the folder: a file is whole or not there.
  writeFileSync(`${manifestPath(name)}.${process.pid}`, JSON.stringify(manifest));
  renameSync(`${manifestPath(name)}.${process.pid}`, manifestPath(name));
  removeOld(name, dir);
  return manifest;
}

function namesIn(files: readonly string[]): string[] {
  const found = files.flatMap((file) => readFileSync(join(root, file), "utf8").match(/"[A-Z][A-Z0-9_]+"/g) ?? []);
  return [...new Set(found.map((quoted) => quoted.slice(1, -1)))].toSorted();
}

function isFresh(manifest: Manifest | undefined): boolean {
  if (!manifest || !existsSync(join(manifest.dir, "index.mjs"))) return false;
  const { sources, toolchain: made } = manifest;
  return made === toolchain() && Object.entries(sources).every(([f, hash]) => hashOf(f) === hash);
}

let toolchainHash: string | undefined;

function toolchain(): string {
  const lock = (): Buffer => readFileSync(join(root, "package-lock.json"));
  toolchainHash ??= createHash("sha256").update(version).update(JSON.stringify(options)).update(lock()).digest("hex");
  return toolchainHash;
}

const hashes = new Map<string, { stamp: string; hash: string }>();

// Functions share most of their sources.
function hashOf(file: string): string {
  const about = statSync(join(root, file), { throwIfNoEntry: false });
  if (!about) return "";
  const stamp = `${about.mtimeMs} ${about.size}`;
  const known = hashes.get(file);
  if (known?.stamp === stamp) return known.hash;
  const hash = createHash("sha256")
    .update(readFileSync(join(root, file)))
    .digest("hex");
  hashes.set(file, { stamp, hash });
  return hash;
}

const manifestPath = (name: string): string => join(home, `${name}.json`);

function readManifest(name: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(manifestPath(name), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

function removeOld(name: string, current: string): void {
  for (const entry of readdirSync(home)) {
    const path = join(home, entry);
    const isOne = entry.startsWith(`${name}-`) && /^[0-9a-f]{16}$/.test(entry.slice(name.length + 1));
    if (isOne && path !== current && Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true });
  }
}
