import { termsVersion } from "#schema/signup.ts";

export interface Terms {
  version: string;
  title: string;
  /** First day on which they hold. */
  from: string;
  paragraphs: readonly string[];
}

const first: Terms = {
  version: "2026-01",
  title: "Terms of service",
  from: "2026-01-01",
  paragraphs: [
    "These terms hold between the operator of this installation of Leadmetrics (the provider) and the company named in the account (the client).",
    "## 1. The service",
    "The provider runs a platform on which people of an agency and software agents research, plan, write, publish and measure marketing work for the client. What an agent drafts is a draft. Nothing is published or sent for the client unless a person has approved exactly that content.",
    "## 2. Accounts",
    "The client names the people who may use the account and keeps their number within the plan. Each person keeps their password and second factor to themselves. The client tells the provider without delay when an account is misused.",
    "## 3. The client's content and data",
    "What the client uploads, and what is made for the client, belongs to the client. The provider processes it only to render the service. Each client's data is kept apart from that of every other client. It is not used to train models.",
    "## 4. Models and other providers",
    "Depending on the privacy level chosen, texts are processed by the model providers listed in the account, or only by models that run on the provider's own machines. Accounts at other providers are connected only by the client and can be disconnected at any time.",
    "## 5. Approval and responsibility",
    "The client decides on content that is presented for approval and answers for what it approves. Factual sentences show their source or are marked as unsupported; the client checks what is marked.",
    "## 6. Credits and payment",
    "Work uses credits. They are held before work starts and given back when it fails. Prices, credits and limits are those of the plan on the day of the order. Paid plans are invoiced in advance for the period chosen.",
    "## 7. Term and end",
    "The agreement runs for the period of the plan and is renewed until it is cancelled. After the end the client can read and export its data for 30 days. On day 90 it is erased, save for what the law requires to be kept.",
    "## 8. Audit",
    "Every change in the account is recorded in a log that cannot be altered unnoticed. The client may read and export it at any time.",
    "## 9. Changes",
    "A new version of these terms is announced 14 days before it holds and has to be accepted by an admin of the client.",
  ],
};

/** Every version that was ever accepted stays readable. */
const versions: readonly Terms[] = [first];

/** The terms that are offered now. */
export function presentTerms(): Terms {
  return termsOf(termsVersion);
}

/** The text of a version. */
export function termsOf(version: string): Terms {
  const found = versions.find((terms) => terms.version === version);
  if (!found) throw new Error(`There are no terms of version ${version}.`);
  return found;
}

/** The text as Markdown, as a screen shows it. */
export function markdownOf(terms: Terms): string {
  return terms.paragraphs.join("\n\n");
}
