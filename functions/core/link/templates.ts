import type { EmailTemplate } from "#core/notification/templates.ts";

const h1 = (text: string) => `<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3">${text}</h1>`;

/** Mails to contacts of a client who have no account. */
export const linkTemplates: EmailTemplate[] = [
  {
    slug: "signed-link",
    locale: "en",
    subject: "{{#if canDecide}}For your approval{{else}}For you to read{{/if}}: {{titles}}",
    htmlBody: `${h1("{{#if canDecide}}{{tenantName}} needs your decision{{else}}{{tenantName}} would like your view{{/if}}")}
<p>Hello {{contactName}},</p>
<p>This is ready for you: <strong>{{titles}}</strong></p>
{{button "Read it"}}
<p>{{#if canDecide}}To approve it or send it back, you confirm a code that is mailed to this address. {{/if}}The link is yours alone, please do not pass it on. It works until {{until}} UTC.</p>`,
    variables: ["contactName", "tenantName", "titles", "until", "canDecide", "link"],
  },
  {
    slug: "sign-in-code",
    locale: "en",
    subject: "{{code}} is your code for {{tenantName}}",
    htmlBody: `${h1("Your code")}
<p>Hello {{contactName}},</p>
<p>Type this on the page you came from to decide for {{tenantName}}:</p>
<p style="font-size:28px;font-weight:600;letter-spacing:6px">{{code}}</p>
<p>It works for ten minutes, once. Nobody will ever ask you for it. If you did not ask for a code, do nothing.</p>`,
    variables: ["code", "contactName", "tenantName"],
  },
];
