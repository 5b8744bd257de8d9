import { SMTPServer, type SMTPServerAuthentication, type SMTPServerSession } from "smtp-server";
import { listen, listenHttp, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";
import { routeInbox } from "./smtp/inbox-routes.ts";
import { Mailbox } from "./smtp/mailbox.ts";
import { attachmentsOf, parseSource } from "./smtp/parse.ts";

const MAIL_BYTES_MAX = 25 * 1024 * 1024;
const PREVIEW_CHARACTERS = 140;

/** `user` and `password` together make logging in a duty; without them everyone may send. */
export interface SmtpOptions extends ServiceOptions {
  inboxPort: number;
  user?: string | undefined;
  password?: string | undefined;
}

/** The catcher, and the address of its inbox. */
export interface SmtpService extends Service {
  inboxPort: number;
  inboxUrl: string;
}

/**
 * A mail server that delivers nothing and shows everything: SMTP with AUTH PLAIN and LOGIN, without TLS, up to 25 MB per mail.
 *
 * Recipients whose local part starts with `bounce` are refused with 550, so that bounces can be tried. The inbox is a page at `/` and
 * JSON at `/api/mails?to=&subject=` (newest first), `/api/mails/:id`, `/api/mails/:id/attachments/:n`, `/api/mails/:id/source`; DELETE on
 * the first two removes.
 */
export async function startSmtp(options: SmtpOptions): Promise<SmtpService> {
  const inbox = await listenHttp(options.inboxPort, () => new Mailbox(options.dataDir), routeInbox);
  const smtp = createSmtp(options, inbox.state);
  const port = await listen(smtp.server, options.port).catch(async (error: unknown) => {
    await inbox.close();
    inbox.state.close();
    throw error;
  });
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    inboxPort: inbox.port,
    inboxUrl: `http://127.0.0.1:${inbox.port}`,
    stop: async () => {
      await new Promise<void>((done) => smtp.close(() => done()));
      await inbox.close();
      inbox.state.close();
    },
  };
}

function createSmtp({ user, password }: SmtpOptions, mailbox: Mailbox): SMTPServer {
  const closed = user !== undefined && password !== undefined;
  const server = new SMTPServer({
    authOptional: !closed,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    size: MAIL_BYTES_MAX,
    disableReverseLookup: true,
    closeTimeout: 2_000,
    onAuth: ({ username, password: given }: SMTPServerAuthentication, _session, done) => {
      if (!closed || (username === user && given === password)) done(null, { user: username ?? "" });
      else done(smtpError(535, "5.7.8 Authentication credentials invalid"));
    },
    onRcptTo: ({ address }, _session, done) => {
      if (/^bounce/i.test(address)) done(smtpError(550, `5.1.1 <${address}>: mailbox unavailable`));
      else done();
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.once("error", done);
      stream.once("end", () => {
        if (stream.sizeExceeded) {
          done(smtpError(552, "5.3.4 Message size exceeds fixed limit"));
          return;
        }
        keep(mailbox, Buffer.concat(parts), session).then((id) => done(null, `2.0.0 Ok: caught as ${id}`), done);
      });
    },
  });
  server.on("error", () => {});
  return server;
}

async function keep(mailbox: Mailbox, source: Buffer, { envelope }: SMTPServerSession): Promise<string> {
  const parsed = await parseSource(source);
  const mail = mailbox.add(source, {
    from: parsed.from?.text ?? (envelope.mailFrom === false ? "" : envelope.mailFrom.address),
    to: envelope.rcptTo.map((recipient) => recipient.address),
    subject: parsed.subject ?? "",
    preview: (parsed.text ?? "").replace(/\s+/g, " ").trim().slice(0, PREVIEW_CHARACTERS),
    attachments: attachmentsOf(parsed).length,
  });
  return mail.id;
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

if (import.meta.main) {
  await runAsProcess("smtp", (options) =>
    startSmtp({
      ...options,
      inboxPort: Number(process.env["INBOX_PORT"] ?? 0),
      user: process.env["SMTP_USER"],
      password: process.env["SMTP_PASSWORD"],
    }),
  );
}
