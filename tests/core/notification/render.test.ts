import { expect, test } from "vitest";
import { masked } from "#core/notification/read.ts";
import { renderMail, renderText } from "#core/notification/render.ts";
import { channelTexts, emailTemplates } from "#core/notification/templates.ts";
import { notificationEvents } from "#schema/notification.ts";

const words = {
  title: "Beans & <b>brewing</b>",
  kind: "blog post",
  verdict: "approved",
  stage: "client",
  ref: "ACT-7",
  code: "timeout",
  task: "newsletter",
  month: "2026-06",
  reason: "The file is damaged.",
  message: "The site answered 500.",
  url: "https://site.test/beans",
  note: "Well done",
  percent: "80",
  used: "USD 4.00",
  cap: "USD 5.00",
  left: "4",
  total: "20",
  amount: "25",
  agent: "blog-writer",
  until: "10:30",
  metric: "sessions",
  channel: "google analytics",
  change: "90 %",
  direction: "drop",
  narrative: "Sessions fell from 700 to 70.",
  spent: "EUR 80.00",
  budget: "EUR 100.00",
  who: "reading.test",
  meaning: "question",
  tenantName: "Harbor & Pine",
  firstName: "Ruth",
  link: "https://app.test/content/blog/blg_1?a=1&b=2",
};
const template = (slug: string) => {
  const found = emailTemplates.find((row) => row.slug === slug);
  if (!found) throw new Error(`There is no template ${slug}.`);
  return { ...found, textBody: null };
};

test("every event has a mail and a short text in English", () => {
  const events = Object.entries(notificationEvents);
  expect(events.map(([, { mail }]) => emailTemplates.some((row) => row.slug === mail))).not.toContain(false);
  expect(channelTexts.map((row) => row.event).sort()).toEqual(events.map(([event]) => event).sort());
});

test("every text renders without a gap and uses only words it names", () => {
  for (const row of emailTemplates) {
    const own = Object.fromEntries(Object.entries(words).filter(([name]) => row.variables.includes(name)));
    const { subject, html, text } = renderMail({ ...row, textBody: null }, own);
    for (const part of [subject, html, text]) expect(part).not.toMatch(/\{\{|undefined|“”| {2,}\S| ,/);
    // A report comes as a file to people who may have no account.
    if (row.slug !== "report-sent") expect(text).toContain(words.link);
  }
  for (const row of channelTexts) {
    expect(`${renderText(row.title, words)} ${renderText(row.body, words)}`).not.toMatch(/\{\{|undefined|“”/);
  }
});

test("words from outside stay words: markup in a title is escaped in the mail and kept in its text part", () => {
  const { html, text, subject } = renderMail(template("approval_required"), words);
  expect(html).toContain("Beans &amp; &lt;b&gt;brewing&lt;/b&gt;");
  expect(html).not.toContain("<b>brewing");
  expect(text).toContain("Beans & <b>brewing</b>");
  expect(subject).toBe("Your approval is needed: Beans & <b>brewing</b>");
});

test("a line break in a title cannot add a header to the mail", () => {
  const { subject } = renderMail(template("content-published"), { ...words, title: "Beans\r\nBcc: all@people.test" });
  expect(subject).toBe("Published: Beans Bcc: all@people.test");
});

test("a template may not call what is not there", () => {
  expect(() =>
    renderMail({ ...template("content-published"), htmlBody: "{{lookup this 'constructor'}}{{evil 1}}" }, words),
  ).toThrow();
});

test("addresses are shown by first letter and domain", () => {
  expect(masked("ruth@harborpine.test")).toBe("r***@harborpine.test");
  expect(masked("portal")).toBe("portal");
});
