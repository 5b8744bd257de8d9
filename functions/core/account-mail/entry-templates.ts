import type { EmailTemplate } from "#core/notification/templates.ts";

const h1 = (text: string) => `<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3">${text}</h1>`;
const hello = `<p>{{#if firstName}}Hello {{firstName}},{{else}}Hello,{{/if}}</p>`;

function mail(slug: string, subject: string, htmlBody: string, variables: string[] = []): EmailTemplate {
  return { slug, locale: "en", subject, htmlBody, variables: [...variables, "firstName", "link"] };
}

/** Mails about how tenants and people come in. */
export const entryTemplates: EmailTemplate[] = [
  mail(
    "invitation",
    "{{inviterName}} invites you to {{tenantName}}",
    `${h1("Join {{tenantName}}")}
<p>Hello,</p>
<p>{{inviterName}} invites you to work on {{tenantName}} in Leadmetrics. The link is good for seven days.</p>
{{button "Accept the invitation"}}
<p>If you did not expect this, do nothing.</p>`,
    ["inviterName", "tenantName"],
  ),
  mail(
    "set-password",
    "Your account is ready: set a password",
    `${h1("Set a password for your account")}
${hello}
<p>An account was made for you in Leadmetrics. Set a password to come in; the link is good for seven days, once.</p>
{{button "Set a password"}}`,
  ),
  mail(
    "welcome",
    "Welcome to Leadmetrics: {{company}} is ready",
    `${h1("{{company}} is ready")}
${hello}
<p>Your workspace is there. Sign in, accept the contract, and tell us about your brand: the more your agency knows, the better the first drafts are.</p>
{{button "Open the workspace"}}`,
    ["company"],
  ),
  mail(
    "signup-alert",
    "{{name}} has begun to sign up",
    `${h1("A new sign-up")}
<p>{{name}} ({{email}}, {{phone}}, {{country}}) has begun to sign up.</p>
{{button "Open the clients"}}`,
    ["name", "email", "phone", "country"],
  ),
  mail(
    "signup-reminder",
    "Go on where you stopped",
    `${h1("Your workspace is nearly there")}
${hello}
<p>You began to sign up for Leadmetrics. What you entered is kept for 30 days after your last step.</p>
{{button "Go on"}}
<p>Anybody with this link can see what you entered, so do not pass it on.</p>`,
  ),
  mail(
    "signup-payment",
    "{{company}} waits for its first payment",
    `${h1("One step is left")}
${hello}
<p>The workspace of {{company}} is made and opens with its first payment.</p>
{{button "See how it stands"}}`,
    ["company"],
  ),
];
