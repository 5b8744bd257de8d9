import type { ReactNode } from "react";
import type { Door } from "./door.ts";
import { NotePage } from "./note-page.tsx";

/** A link from a mail that was used, is too old or was never ours; the way to a new one is always there. */
export function ExpiredLinkPage({ door, what, children }: { door: Door; what: string; children: ReactNode }) {
  return (
    <NotePage
      door={door}
      look="expired"
      title="This link does not work any more"
      text={`A ${what} works once and for a limited time. Ask for a new one, and use the latest mail.`}
    >
      {children}
    </NotePage>
  );
}
