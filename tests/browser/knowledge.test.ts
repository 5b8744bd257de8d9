import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFailed, test } from "vitest";
import { buildBrokenFiles } from "#localstack/demo/broken/build.ts";
import { launch } from "./chromium.ts";
import * as knowledge from "./pages/knowledge.ts";
import { keepPicture } from "./pages/picture.ts";
import { enter, expectNoReload } from "./pages/portal.ts";

const tag = Date.now().toString(36);
const note = {
  name: `desk-note-${tag}.md`,
  mimeType: "text/markdown",
  buffer: Buffer.from(
    `# Note from the desk, batch ${tag}\n\n## What people asked\n\nOf the 42 questions in batch ${tag}, 17 were about brewing and 11 about delivery.\n`,
  ),
};

let browser: Browser;
let clara: Page;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
  clara = await enter(browser, "dashboard", "clara@harborpine.test");
});
afterAll(() => browser?.close());
beforeEach(() => {
  onTestFailed(() => keepPicture({ clara }));
});

test("a Markdown file becomes ready and a cut-off PDF fails with the reason, while the page stays open", async () => {
  const broken = await brokenPdf();
  await knowledge.openDocuments(clara);
  await knowledge.watchProgress(clara);
  await knowledge.upload(clara, [note, broken]);
  await knowledge.uploadLine(clara, note.name).getByText("Added").waitFor();
  await knowledge.uploadLine(clara, broken.name).getByText("Added").waitFor();
  expect(await knowledge.progressSeen(clara)).toContain(`Upload of ${note.name}`);
  await knowledge.fileRow(clara, `Note from the desk, batch ${tag}`).getByText("Ready", { exact: true }).waitFor();
  const failed = knowledge.fileRow(clara, broken.name);
  await failed.getByText("Failed", { exact: true }).waitFor();
  expect(await failed.textContent()).toMatch(/damaged|cut off/i);
  await expectNoReload(clara);
});

test("a file of a kind that cannot be read is refused before it is sent", async () => {
  await knowledge.upload(clara, [{ name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from("film") }]);
  await knowledge.uploadLine(clara, "film.mp4").getByText("Not added").waitFor();
});

test("a found passage opens in its document, marked and in view", async () => {
  await clara.getByRole("tab", { name: "Try a question" }).click();
  await clara.getByRole("textbox", { name: "Question" }).fill(`What did people ask in batch ${tag}?`);
  await clara.getByRole("button", { name: "Search", exact: true }).last().click();
  await clara
    .getByRole("link", { name: new RegExp(tag) })
    .first()
    .click();
  const passage = knowledge.citedPassage(clara);
  await passage.waitFor();
  expect(await passage.textContent()).toContain("17 were about brewing");
  await expect.poll(() => passage.evaluate((item) => document.activeElement === item)).toBe(true);
  await expectNoReload(clara);
});

async function brokenPdf(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const files = await buildBrokenFiles(join(tmpdir(), `leadmetrics-broken-${process.pid}`));
  const file = files.find(({ reason }) => reason === "truncated");
  if (!file) throw new Error("The broken files have no cut-off PDF any more.");
  return { name: `cut-off-${tag}.pdf`, mimeType: file.mime, buffer: await readFile(file.path) };
}
