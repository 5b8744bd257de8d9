import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { companyOf } from "./company.ts";
import { type DemoFile, mimeTypes } from "./demo-file.ts";
import { renderDocx } from "./render/docx.ts";
import { type PageLink, renderHtml } from "./render/html.ts";
import { renderPdf } from "./render/pdf.ts";
import { readSources, type Source } from "./source.ts";

/** What the last build left: the hash of everything it was made from, and its files. */
type Manifest = { inputs: string; files: Omit<DemoFile, "path">[] };

/**
 * Turns the sources into real documents under `outDir/<tenant slug>/` and returns them in a fixed order.
 * Same sources, same bytes. When sources and generator have not changed and all files are there, nothing is written.
 * @throws if a source is not well formed
 */
export async function buildDemoFiles(outDir: string): Promise<DemoFile[]> {
  const inputs = await hashInputs();
  const before = await readManifest(outDir);
  if (before?.inputs === inputs && (await allPresent(outDir, before))) return located(outDir, before);
  const sources = await readSources();
  const files: Manifest["files"] = [];
  for (const source of sources) {
    const content = await render(source, sources);
    const fileName = `${source.name}.${source.format}`;
    await mkdir(join(outDir, source.tenantSlug), { recursive: true });
    await replace(join(outDir, source.tenantSlug, fileName), content);
    files.push({
      tenantSlug: source.tenantSlug,
      fileName,
      title: source.title,
      summary: source.summary,
      mime: mimeTypes[source.format],
      docKind: source.docKind,
      bytes: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    });
  }
  const manifest = { inputs, files };
  await replace(join(outDir, "manifest.json"), Buffer.from(JSON.stringify(manifest, null, 2)));
  return located(outDir, manifest);
}

async function render(source: Source, all: readonly Source[]): Promise<Buffer> {
  const company = companyOf(source.tenantSlug);
  switch (source.format) {
    case "md":
      return Buffer.from(`# ${source.title}\n\n${source.summary}\n\n${source.body}\n`);
    case "html":
      return Buffer.from(await renderHtml(source, company, menuOf(source.tenantSlug, all)));
    case "pdf":
      return renderPdf(source, company);
    case "docx":
      return renderDocx(source, company);
  }
}

function menuOf(tenantSlug: string, all: readonly Source[]): PageLink[] {
  return all
    .filter((source) => source.tenantSlug === tenantSlug && source.format === "html")
    .map(({ name, title, summary }) => ({ href: `/${tenantSlug}/${name}.html`, title, summary }));
}

/** Hash over every file of this folder that can change the result: the sources and the generator. */
async function hashInputs(): Promise<string> {
  const here = import.meta.dirname;
  const names = ["build.ts", "company.ts", "source.ts", ...(await below("render")), ...(await below("sources"))];
  const hash = createHash("sha256");
  for (const name of names.sort())
    hash
      .update(name)
      .update("\0")
      .update(await readFile(join(here, name)))
      .update("\0");
  return hash.digest("hex");
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(join(import.meta.dirname, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(import.meta.dirname.length + 1));
}

async function readManifest(outDir: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(join(outDir, "manifest.json"), "utf8")) as Manifest;
  } catch {
    // Absent or cut short: either way the files are built anew.
    return undefined;
  }
}

async function allPresent(outDir: string, { files }: Manifest): Promise<boolean> {
  const checks = files.map(async ({ tenantSlug, fileName, bytes }) => {
    const found = await stat(join(outDir, tenantSlug, fileName)).catch(() => undefined);
    return found?.size === bytes;
  });
  return (await Promise.all(checks)).every(Boolean);
}

function located(outDir: string, { files }: Manifest): DemoFile[] {
  return files.map((file) => ({ ...file, path: join(outDir, file.tenantSlug, file.fileName) }));
}

/** Writes beside the file first, so that a reader in another process never sees half of it. */
async function replace(path: string, content: Buffer): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, path);
}
