import type { NotificationEvent } from "#schema/notification.ts";

/** A mail text: Handlebars over the variables; `{{button "…"}}` makes the link to the screen. The layout is added when it is sent. */
export interface EmailTemplate {
  slug: string;
  locale: string;
  subject: string;
  htmlBody: string;
  variables: string[];
}

/** A short text of one event for the portal. */
export interface ChannelText {
  event: NotificationEvent;
  channel: "web";
  locale: string;
  title: string;
  body: string;
}

const h1 = (text: string) => `<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3">${text}</h1>`;
const note = `{{#if note}}<blockquote style="margin:16px 0;padding:2px 0 2px 14px;border-left:3px solid #c9d3d6">{{note}}</blockquote>{{/if}}`;

function mail(slug: string, subject: string, htmlBody: string, variables: string[]): EmailTemplate {
  return { slug, locale: "en", subject, htmlBody, variables: [...variables, "tenantName", "firstName", "link"] };
}

function web(event: NotificationEvent, title: string, body: string): ChannelText {
  return { event, channel: "web", locale: "en", title, body };
}

/** The platform's mail texts. */
export const emailTemplates: EmailTemplate[] = [
  mail(
    "hitl-review-request",
    "Review wanted: {{title}}",
    `${h1("A {{kind}} waits for your review")}
<p>Hello {{firstName}},</p>
<p><strong>{{title}}</strong> for {{tenantName}} is ready for the agency's review. You see what changed, the sources of every claim and what the critic found before you decide.</p>
{{button "Review it"}}
<p>Nothing goes further until somebody of the agency has approved it.</p>`,
    ["title", "kind"],
  ),
  mail(
    "approval_required",
    "Your approval is needed: {{title}}",
    `${h1("{{title}}")}
<p>Hello {{firstName}},</p>
<p>Your agency has checked this {{kind}} and asks for your approval. Read it, follow the sources, and approve it or say what should change.</p>
{{button "Read and decide"}}
<p>It is published only after you approve, in exactly the words you see.</p>`,
    ["title", "kind"],
  ),
  mail(
    "approval_decided",
    "{{title}} was {{verdict}}",
    `${h1("Your {{kind}} was {{verdict}}")}
<p>Hello {{firstName}},</p>
<p><strong>{{title}}</strong> was {{verdict}} at the {{stage}}'s stage.</p>
${note}
{{button "Open it"}}`,
    ["title", "kind", "verdict", "stage"],
  ),
  mail(
    "activity-failed",
    "{{ref}} failed: {{title}}",
    `${h1("Work for {{tenantName}} has stopped")}
<p>Hello {{firstName}},</p>
<p><strong>{{ref}}, {{title}}</strong> has failed after all its tries. The reason given is <code>{{code}}</code>. Its credits were given back.</p>
{{button "See what happened"}}
<p>You can retry it there, or cancel it.</p>`,
    ["title", "ref", "code"],
  ),
  mail(
    "task-overdue",
    "Overdue: {{title}}",
    `${h1("{{title}} was due on {{due}}")}
<p>Hello {{firstName}},</p>
<p><strong>{{ref}}, {{title}}</strong> of {{tenantName}} is a task of people and was due on {{due}}. What is made from it waits until it is done.</p>
{{button "Open the task"}}
<p>Mark it as done there, or give it another day.</p>`,
    ["title", "ref", "due"],
  ),
  mail(
    "run-failed",
    "{{agent}} failed for {{tenantName}}",
    `${h1("{{agent}} could not do its work")}
<p>Hello {{firstName}},</p>
<p>{{agent}} was asked for {{task}} of {{tenantName}} and has failed after all its tries. The reason given is <code>{{code}}</code>.{{#if reason}} {{reason}}{{/if}}</p>
{{button "See what happened"}}
<p>You can ask for it again, or do it by hand.</p>`,
    ["agent", "task", "code", "reason"],
  ),
  mail(
    "planned-by-rule",
    "{{month}} of {{tenantName}} was planned by rule",
    `${h1("{{month}} was planned without the planner")}
<p>Hello {{firstName}},</p>
<p>The planner could not plan {{month}} of {{tenantName}}. Quantities and dates were set by rule; look over titles and subjects before the work begins.{{#if reason}} {{reason}}{{/if}}</p>
{{button "See the plan"}}`,
    ["month", "reason"],
  ),
  mail(
    "content-published",
    "Published: {{title}}",
    `${h1("{{title}} is live")}
<p>Hello {{firstName}},</p>
<p>The post is out, and we have seen it there in public.</p>
{{#if url}}<p><a href="{{url}}">Read it on the site</a></p>{{/if}}
{{button "Open it in Leadmetrics"}}`,
    ["title", "url"],
  ),
  mail(
    "publish-problem",
    "{{#if unknown}}Not sure whether it was published: {{title}}{{else}}Not published: {{title}}{{/if}}",
    `{{#if unknown}}${h1("We do not know whether “{{title}}” went out")}{{else}}${h1("“{{title}}” was not published")}{{/if}}
<p>Hello {{firstName}},</p>
{{#if unknown}}<p>The site was asked to publish the post, and its answer was lost. It is not sent again by itself, so that it cannot appear twice; the site is asked again and again whether the post is there.</p>{{else}}<p>The site did not take the post. Its approval stays valid, so it can be published again once the cause is mended.</p>{{/if}}
{{#if message}}<p>What we know: {{message}}</p>{{/if}}
{{button "Open the post"}}`,
    ["title", "message"],
  ),
  mail(
    "dataset-failed",
    "This document could not be read: {{title}}",
    `${h1("“{{title}}” could not be read")}
<p>Hello {{firstName}},</p>
<p>{{reason}}</p>
<p>Until then the agents write without it.</p>
{{button "Open the document"}}`,
    ["title", "reason"],
  ),
  mail(
    "setup-attention",
    "The setup of {{tenantName}} needs attention",
    `${h1("{{step}} could not be made")}
<p>Hello {{firstName}},</p>
<p>{{reason}}</p>
<p>The setup waits until somebody starts this step again.</p>
{{button "Open the setup"}}`,
    ["step", "reason"],
  ),
  mail(
    "credits-exhausted",
    "{{tenantName}} has no credits left",
    `${h1("No credits left for new work")}
<p>Hello {{firstName}},</p>
<p><strong>{{ref}}, {{title}}</strong> waits, because the credits of this month are used up or held by other work. It starts by itself as soon as there are enough again.</p>
{{button "See the credits"}}`,
    ["title", "ref"],
  ),
  mail(
    "budget-warning",
    "{{tenantName}}: {{percent}} % of {{#if cap}}the provider budget{{else}}the credits{{/if}} used",
    `${h1("{{percent}} % is used")}
<p>Hello {{firstName}},</p>
{{#if cap}}<p>Models for {{tenantName}} have cost {{used}} of {{cap}} this month, what is held for running work included. Past the cap no call is made: work waits for a higher cap or the next month.</p>{{else}}<p>Of {{total}} credits of this month {{left}} are left for new work. Without credits new work waits for a top-up or the next month.</p>{{/if}}
{{button "See the figures"}}`,
    ["percent", "used", "cap", "left", "total"],
  ),
  mail(
    "campaign-budget",
    "{{title}}: {{percent}} % of its budget spent",
    `${h1("{{percent}} % of the budget is spent")}
<p>Hello {{firstName}},</p>
<p>The platforms have charged {{spent}} of {{budget}} for <strong>{{title}}</strong> of {{tenantName}}.</p>
{{#if pausing}}<p>It rests now, and so do its campaigns in the ad accounts. It goes on when somebody has a higher budget approved and lets it go on.</p>{{/if}}{{#if byHand}}<p>Nothing was approved here that lets us pause it in the ad accounts: please pause it there.</p>{{/if}}
{{button "See the campaign"}}`,
    ["title", "percent", "spent", "budget"],
  ),
  mail(
    "credit-topup-confirmed",
    "{{amount}} credits were added",
    `${h1("{{amount}} credits were added")}
<p>Hello {{firstName}},</p>
<p>{{tenantName}} has {{amount}} credits more. Work that waited for them goes on by itself.</p>
{{button "See the credits"}}`,
    ["amount"],
  ),
  mail(
    "report-ready",
    "{{title}} of {{tenantName}} is ready",
    `${h1("{{title}}")}
<p>Hello {{firstName}},</p>
<p>The report <strong>{{title}}</strong> of {{tenantName}} is ready to be read and loaded as PDF.</p>
{{button "Open the portal"}}`,
    ["title"],
  ),
  mail(
    "report-sent",
    "{{title}} of {{tenantName}}",
    `${h1("{{title}}")}
<p>The report <strong>{{title}}</strong> of {{tenantName}} is attached as PDF.</p>
<p>You get it because somebody of {{tenantName}} or its agency named your address. Ask them to leave it out.</p>`,
    ["title"],
  ),
  mail(
    "anomaly-alert",
    "{{metric}} of {{channel}} moved by {{change}}",
    `${h1("An unusual number of {{tenantName}}")}
<p>Hello {{firstName}},</p>
<p><strong>{{metric}}</strong> of {{channel}} moved by {{change}} ({{direction}}).{{#if narrative}} {{narrative}}{{/if}}</p>
{{button "See what moved"}}`,
    ["metric", "channel", "change", "direction", "narrative"],
  ),
  mail(
    "channel-problem",
    "{{channel}} of {{tenantName}} must be connected again",
    `${h1("{{channel}} no longer lets us in")}
<p>Hello {{firstName}},</p>
<p>The sign-in at <strong>{{channel}}</strong> of {{tenantName}} has ended: its permission was taken back or ran out. Nothing is read from it and nothing goes out to it until somebody connects it again. What is due waits meanwhile.</p>
{{button "Connect it again"}}`,
    ["channel"],
  ),
  mail(
    "ops-alert",
    "{{agent}} rests for {{tenantName}}",
    `${h1("{{agent}} failed too often")}
<p>Hello {{firstName}},</p>
<p>{{agent}} has failed for {{tenantName}} again and again within an hour and rests until {{until}}. Then one run tries whether it works again.</p>
{{button "See the client"}}`,
    ["agent", "until"],
  ),
];

/** The short texts of the portal, one for each event. */
export const channelTexts: ChannelText[] = [
  web(
    "approval.created.dm",
    "{{#if alarm}}Nobody can review “{{title}}”{{else}}Review “{{title}}”{{/if}}",
    "{{#if alarm}}The {{kind}} of {{tenantName}} waits for the agency, and nobody may decide it. Assign another reviewer.{{else}}A {{kind}} of {{tenantName}} waits for your review.{{/if}}",
  ),
  web(
    "approval.created.client",
    "{{#if alarm}}Nobody can approve “{{title}}”{{else}}“{{title}}” needs your approval{{/if}}",
    "{{#if alarm}}The {{kind}} waits for {{tenantName}}, and nobody there may decide it. Ask the client to name an approver.{{else}}Your agency has checked this {{kind}}. Approve it or say what should change.{{/if}}",
  ),
  web(
    "approval.decided",
    "“{{title}}” was {{verdict}}",
    "The {{kind}} of {{tenantName}} was {{verdict}} at the {{stage}}'s stage.{{#if note}} “{{note}}”{{/if}}",
  ),
  web(
    "activity.failed",
    "{{ref}} failed",
    "“{{title}}” of {{tenantName}} has stopped ({{code}}). Its credits were given back.",
  ),
  web(
    "task.overdue",
    "“{{title}}” is overdue",
    "{{ref}} of {{tenantName}} was due on {{due}}. What waits for it waits on.",
  ),
  web(
    "run.failed",
    "{{agent}} failed",
    "It was asked for {{task}} of {{tenantName}} and has stopped ({{code}}). Ask for it again, or do it by hand.",
  ),
  web(
    "month.planned_by_rule",
    "{{month}} was planned by rule",
    "The planner could not plan {{month}} of {{tenantName}}. Look over titles and subjects before the work begins.",
  ),
  web("content.published", "“{{title}}” is live", "The post of {{tenantName}} is out and was seen in public."),
  web(
    "content.publish_failed",
    "“{{title}}” was not published",
    "The site did not take the post.{{#if message}} {{message}}{{/if}} Its approval stays valid.",
  ),
  web(
    "content.publish_unknown",
    "Was “{{title}}” published?",
    "The site's answer was lost. The post is not sent again by itself; it is being looked up.",
  ),
  web("setup.attention", "The setup of {{tenantName}} needs attention", "{{step}} could not be made. {{reason}}"),
  web("dataset.failed", "“{{title}}” could not be read", "{{reason}}"),
  web(
    "credits.exhausted",
    "No credits left for new work",
    "{{ref}}, “{{title}}”, waits until there are enough credits again.",
  ),
  ...(["50", "80", "90", "100"] as const).flatMap((percent) => [
    web(
      `credits.${percent}`,
      `${percent} % of the credits used`,
      "{{left}} of {{total}} credits are left for new work this month.",
    ),
    web(
      `spend.${percent}`,
      `${percent} % of the provider budget used`,
      "{{tenantName}} has used {{used}} of {{cap}} this month, what is held for running work included.",
    ),
  ]),
  web(
    "campaign.budget_80",
    "{{title}}: {{percent}} % of its budget spent",
    "The platforms have charged {{spent}} of {{budget}} for the campaign of {{tenantName}}.",
  ),
  web(
    "campaign.budget_100",
    "{{title}} has used up its budget",
    "The platforms have charged {{spent}} of {{budget}}.{{#if pausing}} The campaign of {{tenantName}} rests now, in the ad accounts too.{{/if}}{{#if byHand}} Pause it in the ad accounts: nothing was approved here that lets us.{{/if}}",
  ),
  web("credits.topup", "{{amount}} credits were added", "Work that waited for them goes on by itself."),
  web("report.ready", "{{title}} is ready", "The report of {{tenantName}} can be read and loaded as PDF."),
  web(
    "anomaly.alert",
    "{{metric}} of {{channel}} moved by {{change}}",
    "An unusual number of {{tenantName}} ({{direction}}).{{#if narrative}} {{narrative}}{{/if}}",
  ),
  web(
    "channel.disconnected",
    "{{channel}} must be connected again",
    "The sign-in of {{tenantName}} there has ended. What is due waits until somebody connects it again.",
  ),
  web("ops.agent_paused", "{{agent}} rests", "It failed too often for {{tenantName}} and rests until {{until}}."),
];
