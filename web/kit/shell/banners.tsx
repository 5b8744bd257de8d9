"use client";

import type { ReactNode } from "react";
import classes from "./banners.module.css";

/** One line over the screens. */
export interface Banner {
  key: string;
  /** `alarm` stays in view while one scrolls. */
  tone: "alarm" | "attention" | "failed";
  text: ReactNode;
  action?: { label: string; onClick: () => void; isBusy?: boolean } | { label: string; href: string };
}

/** What everybody in the portal has to know now, stacked, one line each. None can be closed: they go when their reason goes. */
export function Banners({ banners }: { banners: readonly Banner[] }) {
  if (banners.length === 0) return null;
  return (
    <section className={classes["stack"]} aria-label="Notices">
      {banners.map(({ key, tone, text, action }) => (
        <div key={key} className={classes["banner"]} data-tone={tone}>
          <p className={classes["text"]}>{text}</p>
          {action ? <BannerAction action={action} /> : null}
        </div>
      ))}
    </section>
  );
}

function BannerAction({ action }: { action: NonNullable<Banner["action"]> }) {
  if ("href" in action) {
    return (
      <a className={classes["action"]} href={action.href}>
        {action.label}
      </a>
    );
  }
  return (
    <button type="button" className={classes["action"]} onClick={action.onClick} disabled={action.isBusy}>
      {action.label}
    </button>
  );
}
