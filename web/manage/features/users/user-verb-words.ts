import type { UserVerb } from "./queries.ts";

interface VerbWords {
  label: string;
  title: (name: string) => string;
  effect: string;
  wantsReason: boolean;
  danger: boolean;
}

/** What a verb is called, what is asked before it, and what it does. */
export const userVerbWords: Record<UserVerb, VerbWords> = {
  "reset-password": {
    label: "Reset the password",
    title: (name) => `Reset the password of ${name}?`,
    effect: "A mail with a link to set a new one goes to their address. The present password holds until they use it.",
    wantsReason: false,
    danger: false,
  },
  "reset-totp": {
    label: "Reset the second factor",
    title: (name) => `Reset the second factor of ${name}?`,
    effect: "Their authenticator and recovery codes stop working. Make sure that it is really them who asks.",
    wantsReason: true,
    danger: true,
  },
  "end-sessions": {
    label: "End all sessions",
    title: (name) => `Sign ${name} out everywhere?`,
    effect: "Every device has to sign in again.",
    wantsReason: false,
    danger: true,
  },
  deactivate: {
    label: "Deactivate",
    title: (name) => `Deactivate ${name}?`,
    effect: "They are signed out at once and cannot sign in any more. What they did stays.",
    wantsReason: true,
    danger: true,
  },
  reactivate: {
    label: "Reactivate",
    title: (name) => `Reactivate ${name}?`,
    effect: "They can sign in again, with the rights they had.",
    wantsReason: false,
    danger: false,
  },
};
