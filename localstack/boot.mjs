// Runs a script of the project on the Node that the project pins, whatever Node started this file (20 or later).
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import module from "node:module";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stampFile = join(modules, ".leadmetrics-lock");
const lockFile = join(root, "package-lock.json");
const windows = process.platform === "win32";
const nodeWanted = 24;

const [script, ...args] = process.argv.slice(2);
if (!script) stop("Usage: node localstack/boot.mjs <script.ts> [arguments]");
if (major(process.versions.node) < 20) stop(`Node 20 or later is needed to start; this is ${process.version}.`);
if (!isInstalled()) await install();
await run(pinnedNode());

function major(version) {
  return Number(version.split(".")[0]);
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** The hash of the lock file is noted after an install; without the note npm's own list of what it installed is compared. */
function isInstalled() {
  if (!existsSync(modules)) return false;
  if (!existsSync(lockFile)) return existsSync(stampFile);
  const hash = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash) return true;
  if (!agreesWithLock()) return false;
  writeFileSync(stampFile, hash);
  return true;
}

function agreesWithLock() {
  const installedList = join(modules, ".package-lock.json");
  if (!existsSync(installedList)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedList, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional, peer, link }]) => {
    if (path === "" || link) return true;
    const found = installed[path];
    return found ? found.version === version : Boolean(optional || peer);
  });
}

async function install() {
  console.log("Installing packages ...");
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const heartbeat = setInterval(() => console.log(`… still installing, ${elapsed()}`), 10_000);
  // Unlike `npm ci` this installs what the lock file says also where a registry lacks a package of some other platform.
  const { code, output } = await npm(["install", "--no-save", "--include=dev", "--include=optional"]);
  clearInterval(heartbeat);
  if (code !== 0) stop(explain(code, output));
  const content = existsSync(lockFile) ? readFileSync(lockFile) : "";
  writeFileSync(stampFile, createHash("sha256").update(content).digest("hex"));
  console.log(`Packages installed in ${elapsed()}.`);
}

function npm(npmArgs) {
  // When npm started us it says where it is, which also works where the command itself is a shell script.
  npmArgs.push("--no-audit", "--no-fund");
  const viaNode = process.env.npm_execpath?.endsWith(".js") === true;
  const [file, list] = viaNode ? [process.execPath, [process.env.npm_execpath, ...npmArgs]] : ["npm", npmArgs];
  return new Promise((done) => {
    const child = spawn(file, list, { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: windows && !viaNode });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => done({ code: error.code ?? "error", output: error.message }));
    child.once("close", (code) => done({ code, output }));
  });
}

function explain(code, output) {
  if (code === "ENOENT") return "npm was not found. Install Node.js with npm (https://nodejs.org), then start again.";
  if (/ENOSPC/.test(output)) return "The disk is full. Free about 2 GB, then start again.";
  if (/EACCES|EPERM/.test(output)) return `npm may not write to ${modules}. Make the folder yours, then start again.`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i.test(output)) {
    return "The npm registry cannot be reached. Check the network (or `npm config get registry`), then start again.";
  }
  const errors = output.split("\n").filter((line) => line.startsWith("npm error") && line.length > 10);
  return `npm failed (${code}):\n${errors.slice(0, 12).join("\n") || output.slice(-1_000)}`;
}

/** Node of the installed platform package; where there is none for this platform, the Node that runs this if it is new enough. */
function pinnedNode() {
  const platform = windows ? "win" : process.platform;
  const file = join(modules, `node-${platform}-${process.arch}`, "bin", windows ? "node.exe" : "node");
  if (existsSync(file) && canRun(file)) return file;
  if (major(process.versions.node) >= nodeWanted) return process.execPath;
  return stop(
    `There is no packaged Node ${nodeWanted} for ${process.platform}-${process.arch}; this is ${process.version}. ` +
      `Install Node ${nodeWanted} (https://nodejs.org), then start again.`,
  );
}

/** The package may hold a program for another C library than this system's. */
function canRun(file) {
  return realpathSync(file) === realpathSync(process.execPath) || spawnSync(file, ["--version"]).status === 0;
}

async function run(node) {
  const cache = join(root, ".data", "cache");
  mkdirSync(cache, { recursive: true });
  process.env.PATH = `${join(modules, ".bin")}${windows ? ";" : ":"}${process.env.PATH ?? ""}`;
  process.env.NODE_COMPILE_CACHE = cache;
  const file = resolve(root, script);
  if (realpathSync(node) !== realpathSync(process.execPath)) return runIn(node, [file, ...args]);
  // npm puts the pinned Node first on its path, so after the first install no second process is needed.
  module.enableCompileCache(cache);
  process.argv.splice(1, process.argv.length, file, ...args);
  await import(pathToFileURL(file).href);
}

function runIn(node, nodeArgs) {
  // The channel tells the script when this process dies; nothing is sent over it.
  const child = spawn(node, nodeArgs, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => stop(`${node} could not be started: ${error.message}`));
  child.once("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
