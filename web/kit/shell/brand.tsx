import classes from "./brand.module.css";

/** The mark: a rising measure inside a leaf of paper. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className={classes["mark"]}>
      <rect width="32" height="32" rx="9" fill="currentColor" />
      <path d="M8 24V8" stroke="var(--lm-canvas)" strokeWidth="3" strokeLinecap="round" />
      <path
        d="M8 24h6.5l3.4-7.4 3 3.8L25 11"
        stroke="var(--lm-canvas)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
        fill="none"
      />
    </svg>
  );
}

/** Mark and word; the mark alone in the narrow sidebar. */
export function Brand({ portalName, isMarkOnly = false }: { portalName?: string; isMarkOnly?: boolean }) {
  return (
    <span className={classes["brand"]}>
      <Mark />
      {isMarkOnly ? null : (
        <span className={classes["words"]}>
          <span className={classes["name"]}>Leadmetrics</span>
          {portalName ? <span className={classes["portal"]}>{portalName}</span> : null}
        </span>
      )}
    </span>
  );
}
