import { settings } from "./current.ts";

/** The domain that mail comes from, with its DKIM and DMARC records. */
export const email = new sst.aws.Email("Mail", {
  sender: settings.domain,
  dmarc: `v=DMARC1; p=quarantine; rua=mailto:${settings.alarmEmail}`,
});

// SES takes SMTP only from a user; this one can send from the domain and nothing else.
const sender = new aws.iam.User("MailSender", { name: `${$app.name}-${$app.stage}-mail` });
new aws.iam.UserPolicy("MailSenderPolicy", {
  user: sender.name,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["ses:SendRawEmail"], resources: [email.nodes.identity.arn] }],
  }).json,
});
const key = new aws.iam.AccessKey("MailSenderKey", { user: sender.name });

/** The mail server, over TLS from the first byte, with the login that may send. */
export const smtpUrl = $interpolate`smtps://${key.id}:${key.sesSmtpPasswordV4.apply(encodeURIComponent)}@email-smtp.${settings.region}.amazonaws.com:465`;

export const mailFrom = `Leadmetrics <no-reply@${settings.domain}>`;
