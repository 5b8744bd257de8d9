import type { EmailTemplate } from "#core/notification/templates.ts";

const h1 = (text: string) => `<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3">${text}</h1>`;
const hello = `<p>{{#if firstName}}Hello {{firstName}},{{else}}Hello,{{/if}}</p>`;
const where = `<p>When: {{at}}<br>With: {{device}}{{#if ip}}<br>From: {{ip}}{{#if country}}, {{country}}{{/if}}{{/if}}</p>`;
const notMe = `<p>Was that not you? Change your password at once, end all other sessions on the security page, and tell the admin of your workspace.</p>`;
const scene = ["at", "device", "ip", "country"];

function mail(slug: string, subject: string, htmlBody: string, variables: string[] = []): EmailTemplate {
  return { slug, locale: "en", subject, htmlBody, variables: [...variables, "firstName", "link"] };
}

/** Mails about a person's account. They belong to no workspace and cannot be switched off. */
export const accountTemplates: EmailTemplate[] = [
  mail(
    "email-verification",
    "{{code}} is your code for Leadmetrics",
    `${h1("Confirm your e-mail address")}
${hello}
<p>Open the link, or type this code on the screen that asks for it:</p>
<p style="font-size:28px;font-weight:600;letter-spacing:6px">{{code}}</p>
{{button "Confirm my address"}}
<p>Both are good for 24 hours.</p>`,
    ["code"],
  ),
  mail(
    "password-reset",
    "Set a new password",
    `${h1("Set a new password")}
${hello}
<p>Somebody, hopefully you, asked to set a new password for this address. The link is good for one hour, once.</p>
{{button "Set a new password"}}
<p>If you did not ask, do nothing: your password stays as it is.</p>`,
  ),
  mail(
    "sign-in-locked",
    "Signing in to your account is locked",
    `${h1("Too many failed sign-ins")}
${hello}
<p>Somebody has entered a wrong password for your account five times. Signing in with it is locked for 15 minutes.</p>
{{button "Unlock it now"}}
<p>If that was not you, your password was not guessed: it stays as it is, and you need not do anything.</p>`,
  ),
  mail(
    "new-sign-in",
    "A new sign-in to your account",
    `${h1("Your account was opened from a new place")}
${hello}
${where}
<p>If that was you, all is well.</p>
${notMe}
{{button "Look at my sessions"}}`,
    scene,
  ),
  mail(
    "password-changed",
    "Your password was changed",
    `${h1("Your password was changed")}
${hello}
${where}
<p>Every other session of your account has ended, and every remembered device is forgotten.</p>
<p>Was that not you? Set a new password at once with “Forgot password?” on the sign-in page, and tell the admin of your workspace.</p>
{{button "Open Leadmetrics"}}`,
    scene,
  ),
  mail(
    "email-change",
    "Confirm your new e-mail address",
    `${h1("Is this your new address?")}
${hello}
<p>You asked to sign in to Leadmetrics with <strong>{{email}}</strong> from now on. It becomes your address when you open this link within 24 hours.</p>
{{button "Use this address"}}
<p>If you did not ask, do nothing.</p>`,
    ["email"],
  ),
  mail(
    "email-changing",
    "Your e-mail address is about to change",
    `${h1("A new address for your account")}
${hello}
<p>Your account shall get the address <strong>{{email}}</strong>. It changes when the link sent there is opened.</p>
${where}
${notMe}
{{button "Open Leadmetrics"}}`,
    ["email", ...scene],
  ),
  mail(
    "email-changed",
    "Your e-mail address was changed",
    `${h1("Your address is now {{email}}")}
${hello}
<p>From now on you sign in with <strong>{{email}}</strong>, and mails go there.</p>
<p>Was that not you? Tell the admin of your workspace at once.</p>
{{button "Open Leadmetrics"}}`,
    ["email"],
  ),
  mail(
    "second-factor-changed",
    "{{#if enabled}}A second factor guards your account{{else}}Your second factor was switched off{{/if}}",
    `{{#if enabled}}${h1("A second factor guards your account")}{{else}}${h1("Your second factor was switched off")}{{/if}}
${hello}
${where}
{{#if enabled}}<p>Signing in now asks for a code of your authenticator app. Keep the recovery codes where you find them without your phone.</p>{{else}}<p>From now on your password alone opens your account.</p>{{/if}}
${notMe}
{{button "Open the security page"}}`,
    scene,
  ),
  mail(
    "passkey-added",
    "A passkey was added to your account",
    `${h1("The passkey “{{name}}” opens your account")}
${hello}
${where}
${notMe}
{{button "Look at my passkeys"}}`,
    ["name", ...scene],
  ),
];
