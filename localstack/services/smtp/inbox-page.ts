import type { MailSummary } from "./mailbox.ts";
import type { Mail } from "./parse.ts";

const style = `
:root { color-scheme: light dark; --line: light-dark(#dde1e6, #343a40); --soft: light-dark(#5c6670, #a4adb6); --hover: light-dark(#f1f4f8, #22272c); --link: light-dark(#1259a8, #7db7ff); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #16191c); color: light-dark(#1b1f23, #e8eaed); }
main { max-width: 1000px; margin: 0 auto; padding: 24px 20px; }
h1 { font-size: 20px; margin: 0 0 16px; }
a { color: var(--link); }
form { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 16px; }
input, button { font: inherit; padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: transparent; color: inherit; }
ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li a { display: block; padding: 10px 8px; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
li a:hover, li a:focus-visible { background: var(--hover); }
.row { display: flex; justify-content: space-between; gap: 16px; }
.soft { color: var(--soft); font-size: 13px; }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 16px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: 6px; padding: 12px; }
`;

/** The list of caught mails, newest first. */
export function listPage(mails: MailSummary[], filter: { to: string; subject: string }): string {
  const rows = mails.map(
    (mail) => `<li><a href="/mails/${escapeHtml(mail.id)}">
<div class="row"><strong class="cut">${escapeHtml(mail.subject || "(no subject)")}</strong><time class="soft" datetime="${mail.receivedAt}">${shownTime(mail.receivedAt)}</time></div>
<div class="soft cut">${escapeHtml(mail.from)} → ${escapeHtml(mail.to.join(", "))}${mail.attachments > 0 ? ` · ${mail.attachments} attached` : ""}</div>
<div class="soft cut">${escapeHtml(mail.preview)}</div></a></li>`,
  );
  const empty = `<p class="soft">No mail ${filter.to || filter.subject ? "matches" : "was caught yet"}.</p>`;
  return page(
    "Inbox",
    `<h1>Inbox <span class="soft">${mails.length}</span></h1>
<form method="get"><label>To <input name="to" value="${escapeHtml(filter.to)}"></label> <label>Subject <input name="subject" value="${escapeHtml(filter.subject)}"></label> <button>Filter</button></form>
${rows.length > 0 ? `<ul>${rows.join("")}</ul>` : empty}
<form method="post" action="/clear" style="margin-top:16px"><button>Delete all</button></form>`,
  );
}

/** One mail: its head, its HTML in a frame that runs no script, its text and attachments. */
export function mailPage(summary: MailSummary, mail: Mail): string {
  const head: [string, string][] = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ...(mail.cc.length > 0 ? [["Cc", mail.cc.join(", ")] as [string, string]] : []),
    ["Delivered to", summary.to.join(", ")],
    ["Received", shownTime(summary.receivedAt)],
  ];
  const files = mail.attachments.map(
    (file, index) =>
      `<li><a href="/api/mails/${escapeHtml(summary.id)}/attachments/${index}">${escapeHtml(file.filename)} <span class="soft">${escapeHtml(file.contentType)}, ${file.sizeBytes} bytes</span></a></li>`,
  );
  const html = mail.html
    ? `<iframe title="HTML of the mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${escapeHtml(summary.id)}/html"></iframe>`
    : "";
  return page(
    mail.subject,
    `<p><a href="/">Inbox</a></p><h1>${escapeHtml(mail.subject || "(no subject)")}</h1>
<dl>${head.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>
${files.length > 0 ? `<ul>${files.join("")}</ul><br>` : ""}${html}
${mail.html ? `<details><summary>Text</summary><pre>${escapeHtml(mail.text)}</pre></details>` : `<pre>${escapeHtml(mail.text)}</pre>`}
<p class="soft"><a href="/api/mails/${escapeHtml(summary.id)}">JSON</a> · <a href="/api/mails/${escapeHtml(summary.id)}/source">source</a></p>`,
  );
}

/** A page that only says something, such as that a mail is gone. */
export function messagePage(text: string): string {
  return page(text, `<p><a href="/">Inbox</a></p><p>${escapeHtml(text)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

function shownTime(iso: string): string {
  return `${iso.slice(0, 19).replace("T", " ")} UTC`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
