import { join } from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePorts } from "#localstack/ports.ts";
import { type SmtpService, startSmtp } from "#localstack/services/smtp.ts";
import { spawnEmulator, startOnTakenPort, suiteDir, tearTail, tempDir } from "./emulator.ts";

const given = process.env["CONTRACT_SMTP_URL"];
const login = { user: process.env["SMTP_USER"] ?? "app", pass: process.env["SMTP_PASSWORD"] ?? "app-secret" };
let service: SmtpService | undefined;
let url: string;

interface Listed {
  id: string;
  to: string[];
  subject: string;
}

beforeAll(async () => {
  if (!given)
    service = await startSmtp({
      port: 0,
      inboxPort: 0,
      dataDir: suiteDir("smtp"),
      user: login.user,
      password: login.pass,
    });
  url = given ?? service?.url ?? "";
});

afterAll(async () => {
  await service?.stop();
});

async function send(
  mail: SendMailOptions,
  to = url,
  auth: { user: string; pass: string } | null = login,
): Promise<{ response: string; accepted: unknown[] }> {
  const { hostname, port } = new URL(to);
  const transport = createTransport({ host: hostname, port: Number(port), secure: false, ...(auth ? { auth } : {}) });
  try {
    return await transport.sendMail({ from: "Agency <hello@agency.test>", text: "x", ...mail });
  } finally {
    transport.close();
  }
}

async function refusal(work: Promise<unknown>): Promise<number | undefined> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown as { responseCode?: number },
  );
  return error?.responseCode;
}

async function api<T>(path: string, base = service?.inboxUrl): Promise<T> {
  return (await (await fetch(`${base}/api/mails${path}`)).json()) as T;
}

describe("sending", () => {
  test("a mail with the right login is accepted", async () => {
    const sent = await send({ to: "ann@client.test", subject: "Hello" });
    expect(sent.response).toMatch(/^250 /);
    expect(sent.accepted).toEqual(["ann@client.test"]);
  });

  test("a wrong login is refused with 535, none with 530", async () => {
    expect(await refusal(send({ to: "ann@client.test" }, url, { ...login, pass: "wrong" }))).toBe(535);
    expect(await refusal(send({ to: "ann@client.test" }, url, null))).toBe(530);
  });
});

describe.runIf(!given)("the inbox", () => {
  test("shows a mail with its parts as it was sent, blind copies among the recipients", async () => {
    await send({
      to: "ann@client.test",
      cc: "bob@client.test",
      bcc: "boss@agency.test",
      subject: "Perché la città è bella",
      text: "plain words",
      html: '<p>rich <b>words</b></p><img src="cid:logo"><script>alert(1)</script>',
      headers: { "X-Tenant": "ten_1" },
      attachments: [
        { filename: "größe.pdf", content: Buffer.alloc(1_000, 7), contentType: "application/pdf" },
        { filename: "logo.png", content: Buffer.from("png"), cid: "logo", contentType: "image/png" },
      ],
    });
    const [listed] = await api<Listed[]>("?to=BOSS@agency&subject=citt%C3%A0");
    expect(listed).toMatchObject({
      subject: "Perché la città è bella",
      to: ["ann@client.test", "bob@client.test", "boss@agency.test"],
      attachments: 1,
    });
    const mail = await api<{ html: string }>(`/${listed?.id}`);
    expect(mail).toMatchObject({
      text: expect.stringMatching(/^plain words\s*$/),
      cc: ["bob@client.test"],
      headers: { "x-tenant": "ten_1" },
    });
    expect(mail.html).toContain("data:image/png;base64,");
    const file = await fetch(`${service?.inboxUrl}/api/mails/${listed?.id}/attachments/0`);
    expect(file.headers.get("content-type")).toBe("application/pdf");
    expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.alloc(1_000, 7))).toBe(true);

    const page = await (await fetch(`${service?.inboxUrl}/mails/${listed?.id}`)).text();
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(page).not.toContain("<script>");
    const frame = await fetch(`${service?.inboxUrl}/mails/${listed?.id}/html`);
    expect(frame.headers.get("content-security-policy")).toMatch(/^sandbox/);
  });

  test("lists the newest first and escapes what strangers wrote", async () => {
    await send({ to: "x@client.test", subject: "one" });
    await send({ to: "x@client.test", subject: "<b>two</b>" });
    const subjects = (await api<Listed[]>("?to=x@client.test")).map((mail) => mail.subject);
    expect(subjects).toEqual(["<b>two</b>", "one"]);
    const page = await (await fetch(`${service?.inboxUrl}/`)).text();
    expect(page).toContain("&#60;b&#62;two");
    expect(page).not.toContain("<b>two");
  });

  test("refuses mail to bouncing addresses with 550", async () => {
    expect(await refusal(send({ to: "bounce+1@client.test" }))).toBe(550);
  });

  test("is emptied by DELETE, not by another site's form", async () => {
    await send({ to: "gone@client.test", subject: "gone" });
    const foreign = { method: "DELETE", headers: { "sec-fetch-site": "cross-site" } };
    expect((await fetch(`${service?.inboxUrl}/api/mails`, foreign)).status).toBe(403);
    expect(
      await (await fetch(`${service?.inboxUrl}/api/mails?to=gone@client.test`, { method: "DELETE" })).json(),
    ).toEqual({ deleted: 1 });
    await fetch(`${service?.inboxUrl}/api/mails`, { method: "DELETE" });
    expect(await api<Listed[]>("")).toEqual([]);
  });
});

describe.runIf(!given)("the catcher", () => {
  test("keeps what it accepted through kill -9 and a torn last record", async () => {
    const dataDir = tempDir();
    const { inbox: inboxPort } = await freePorts();
    const inbox = `http://127.0.0.1:${inboxPort}`;
    const first = await spawnEmulator("smtp", dataDir, { INBOX_PORT: String(inboxPort) });
    await send({ to: "a@client.test", subject: "kept" }, first.url, null);
    await send({ to: "b@client.test", subject: "removed" }, first.url, null);
    await fetch(`${inbox}/api/mails?subject=removed`, { method: "DELETE" });
    await first.end("SIGKILL");
    tearTail(join(dataDir, "smtp.journal"));

    const second = await spawnEmulator("smtp", dataDir, { INBOX_PORT: String(inboxPort) });
    const mails = await api<Listed[]>("", inbox);
    expect(mails.map((mail) => mail.subject)).toEqual(["kept"]);
    expect(await api(`/${mails[0]?.id}`, inbox)).toMatchObject({ text: expect.stringMatching(/^x\s*$/) });
    expect(await second.end("SIGTERM")).toBe(0);
  });

  test("says in one sentence that its port is taken", async () => {
    const { code, stderr } = await startOnTakenPort("smtp");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^smtp cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
