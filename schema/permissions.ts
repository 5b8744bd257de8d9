import type { Mark } from "./roles.ts";

/** Who the permission matrix speaks of: the people, and an agent's run, an API key, a signed client link. */
export const grantees = ["SA", "DL", "DM", "TA", "CA", "TM", "AG", "KEY", "LINK"] as const;
export type Grantee = (typeof grantees)[number];

/** F full · R read · P propose or draft · D decide · O own only · S with the scope. */
export type Grant = "F" | "R" | "P" | "D" | "O" | "S";

/**
 * Roles x verbs: one row per `resource.verb`, one column per grantee, `-` for nothing. Domain verbs ask it through
 * `require`, screens through the `rights` of the workspace. Fixed rules stand above it: nobody decides what they wrote,
 * agents, keys and impersonated sessions never decide, another tenant's row is not found.
 */
const table = {
  //                              SA DL DM TA CA TM AG KEY LINK
  "tenant.manage": "               F  -  -  -  -  -  -  -  -",
  "tenant_settings.read": "        R  R  R  R  R  R  R  -  -",
  "tenant_settings.edit": "        F  F  F  F  -  -  -  -  -",
  "brand.read": "                  R  R  R  R  R  R  R  -  -",
  "brand.edit": "                  F  F  F  F  -  P  -  -  -",
  "security_policy.edit": "        -  -  -  F  -  -  -  -  -",
  "contract.read": "               R  R  R  R  R  R  -  -  -",
  "contract.accept": "             -  -  -  D  -  -  -  -  -",
  "member.read": "                 R  R  R  R  R  R  -  -  -",
  "member.manage": "               F  -  -  F  -  -  -  -  -",
  "invitation.manage": "           F  -  -  F  -  -  -  -  -",
  "team.manage": "                 F  F  -  -  -  -  -  -  -",
  "impersonation.start": "         F  -  -  -  -  -  -  -  -",
  "own_profile.edit": "            O  O  O  O  O  O  -  -  -",
  "own_security.edit": "           O  O  O  O  O  O  -  -  -",

  "context_file.read": "           R  R  R  R  R  R  R  -  -",
  "context_file.edit": "           D  D  P  D  -  -  P  -  -",
  "strategy.read": "               R  R  R  R  R  R  R  -  -",
  "strategy.edit": "               D  D  D  -  -  -  P  -  -",
  "strategy.decide_dm": "          D  D  D  -  -  -  -  -  -",
  "strategy.decide_client": "      -  -  -  D  -  -  -  -  D",
  "goal.read": "                   R  R  R  R  R  R  R  -  -",
  "goal.edit": "                   F  F  F  P  -  -  P  -  -",
  "plan.read": "                   R  R  R  R  R  R  R  S  -",
  "plan.refresh": "                F  F  F  P  -  -  P  -  -",
  "plan.decide": "                 D  D  D  -  -  -  -  -  -",
  "request.create": "              P  P  P  P  P  P  P  S  -",
  "request.decide": "              D  D  D  -  -  -  -  -  -",
  "request.decide_agency": "       -  -  -  D  D  -  -  -  -",
  "request.cancel_any": "          F  F  F  F  -  -  -  -  -",

  "activity.read": "               R  R  R  R  R  R  O  S  -",
  "activity.steer": "              F  F  F  -  -  -  -  -  -",
  "run.inspect": "                 R  R  R  -  -  -  -  -  -",
  "run.cost": "                    R  R  R  -  -  -  -  -  -",
  "run.replay": "                  F  F  -  -  -  -  -  -  -",
  "agent.read": "                  R  R  R  R  R  R  -  -  -",
  "agent.configure": "             F  F  F  P  -  -  -  -  -",
  "agent_memory.read": "           R  R  R  R  R  R  R  -  -",
  "agent_memory.edit": "           F  F  F  F  -  -  -  -  -",
  "agent_memory.forget": "         F  F  F  F  -  -  -  -  -",
  "agent_key.manage": "            F  F  F  F  -  -  -  -  -",
  "agent.pause": "                 F  F  F  -  -  -  -  -  -",
  "agent_version.publish": "       F  -  -  -  -  -  -  -  -",
  "skill.read": "                  R  R  R  R  R  R  R  -  -",
  "skill.edit": "                  F  F  F  F  -  -  -  -  -",
  "platform_skill.edit": "         F  -  -  -  -  -  -  -  -",

  "blog_post.read": "              R  R  R  R  R  R  R  S  -",
  "blog_post.edit": "              F  F  F  -  -  -  P  -  -",
  "blog_post.assist": "            F  F  F  F  -  F  -  -  -",
  "blog_post.publish": "           F  F  F  F  -  -  -  S  -",
  "comment.write": "               P  P  P  P  P  P  P  S  P",
  "content.decide_dm": "           D  D  D  -  -  -  -  -  -",
  "content.decide_client": "       -  -  -  D  D  -  -  -  D",
  "approval.decide": "             D  D  D  D  D  -  -  -  D",
  "publish_attempt.decide": "      D  D  D  -  -  -  -  -  -",
  "approval_policy.read": "        R  R  R  R  R  R  -  -  -",
  "approval_policy.edit": "        F  F  F  F  -  -  -  -  -",
  "approval_link.manage": "        F  F  F  F  -  -  -  S  -",
  "keyword_group.read": "          R  R  R  R  R  R  R  S  -",
  "keyword_group.decide": "        D  D  D  -  -  -  -  -  -",
  "opportunity.start": "           F  F  F  P  -  P  -  -  -",
  "campaign.read": "               R  R  R  R  R  R  R  S  D",
  "campaign.create": "             F  F  F  F  -  -  P  -  -",
  "campaign.decide_dm": "          D  D  D  -  -  -  -  -  -",
  "campaign.decide_client": "      -  -  -  D  D  -  -  -  D",

  "channel.read": "                R  R  R  R  R  R  -  -  -",
  "channel.connect": "             F  F  F  F  -  -  -  -  -",
  "insight.read": "                R  R  R  R  R  R  R  S  -",
  "insight.manage": "              F  F  F  F  -  -  P  -  -",
  "review_response.decide": "      D  D  D  -  -  -  P  -  -",
  "media.read": "                  R  R  R  R  R  R  R  S  -",
  "media.edit": "                  F  F  F  F  -  P  P  S  -",
  "dataset.read": "                R  R  R  R  R  R  R  S  -",
  "dataset.upload": "              F  F  F  F  -  F  -  S  -",
  "dataset.configure": "           F  -  -  -  -  -  -  -  -",

  "lead.edit": "                   -  F  F  F  -  F  O  S  -",
  "lead_setup.edit": "             F  F  F  F  -  -  -  -  -",
  "lead_import.start": "           F  F  F  F  -  P  -  -  -",
  "report.read": "                 R  R  R  R  R  R  -  S  -",
  "report.generate": "             F  F  F  F  -  -  P  S  -",
  "report.upload": "               F  F  F  -  -  -  -  -  -",
  "chat.use": "                    O  O  O  O  O  O  P  -  -",
  "notification.read": "           O  O  O  O  O  O  -  -  -",
  "notification_ledger.read": "    R  R  R  R  -  -  -  -  -",
  "mail_template.edit": "          F  F  F  F  -  -  -  -  -",
  "branding.edit": "               -  -  -  F  -  -  -  -  -",

  "credit.read": "                 R  R  R  R  R  R  -  S  -",
  "credit.top_up": "               F  -  -  F  -  -  -  -  -",
  "credit.adjust": "               F  -  -  -  -  -  -  -  -",
  "spend_cap.read": "              R  R  R  R  -  -  -  -  -",
  "spend_cap.lower": "             F  -  -  F  -  -  -  -  -",
  "spend_cap.raise": "             F  -  -  -  -  -  -  -  -",
  "billing.manage": "              F  -  -  F  -  -  -  -  -",
  "api_key.read": "                R  -  -  F  -  -  -  -  -",
  "api_key.manage": "              -  -  -  F  -  -  -  -  -",
  "webhook.manage": "              -  -  -  F  -  -  -  S  -",
  "webhook.redeliver": "           F  -  -  F  -  -  -  S  -",
  "audit.read": "                  R  R  R  R  -  -  -  -  -",
  "platform_audit.read": "         R  -  -  -  -  -  -  -  -",
  "export.request": "              F  -  -  F  -  -  -  -  -",
  "account.close": "               F  -  -  F  -  -  -  -  -",
  "system.operate": "              F  -  -  -  -  -  -  -  -",
} as const satisfies Record<string, string>;

export type Permission = keyof typeof table;
export const permissions = Object.keys(table) as Permission[];

const grants = new Map(
  Object.entries(table).map(([permission, row]) => {
    const letters = row.trim().split(/\s+/);
    const pairs = grantees.map((grantee, column) => [grantee, letters[column]] as const);
    return [permission, new Map(pairs.filter(([, letter]) => letter !== "-") as [Grantee, Grant][])] as const;
  }),
);

/** What the matrix grants somebody of a verb, or null for nothing. */
export function grantOf(permission: Permission, grantee: Grantee): Grant | null {
  return grants.get(permission)?.get(grantee) ?? null;
}

/** The people who may use a verb. */
export function marksWith(permission: Permission): Mark[] {
  return grantees.filter(isMark).filter((mark) => grantOf(permission, mark) !== null);
}

/** What somebody who acts as another person may never do, beside deciding: money, credentials, keys. */
export const neverImpersonated: readonly Permission[] = [
  "own_security.edit",
  "security_policy.edit",
  "api_key.manage",
  "agent_key.manage",
  "webhook.manage",
  "billing.manage",
  "credit.top_up",
  "account.close",
];

function isMark(grantee: Grantee): grantee is Mark {
  return !["AG", "KEY", "LINK"].includes(grantee);
}
