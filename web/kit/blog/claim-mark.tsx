"use client";
import type { ReactNode } from "react";
import classes from "./article.module.css";
import { useClaimsView } from "./claims-context.ts";
import { supportLook } from "./support.ts";

interface Props {
  children?: ReactNode;
  "data-claim"?: string;
  "data-last"?: string;
}

/** A factual sentence (or a piece of one) in the article, underlined by support; its last piece ends in a footnote button. */
export function ClaimMark(props: Props) {
  const view = useClaimsView();
  const id = props["data-claim"];
  const place = id === undefined ? undefined : view?.placed.get(id);
  if (!view || !place || id === undefined) return <mark>{props.children}</mark>;
  const look = supportLook[place.claim.support];
  const sources = place.claim.sources.length;
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the footnote button after the sentence does the same by keyboard */}
      <mark
        className={classes["claim"]}
        data-claim={id}
        data-support={place.claim.support}
        data-active={view.activeId === id || undefined}
        onMouseEnter={(event) => view.peek(id, event.currentTarget, false)}
        onMouseLeave={view.leave}
        onClick={(event) => view.peek(id, event.currentTarget, true)}
      >
        {props.children}
      </mark>
      {props["data-last"] !== undefined && (
        <button
          type="button"
          className={classes["footnote"]}
          data-support={place.claim.support}
          data-active={view.activeId === id || undefined}
          aria-label={`Sentence ${place.number}: ${place.claim.support}, ${sources} ${sources === 1 ? "source" : "sources"}`}
          aria-haspopup="dialog"
          aria-describedby={view.activeId === id ? "claim-popover" : undefined}
          onFocus={(event) => view.peek(id, event.currentTarget, false)}
          onBlur={view.leave}
          onClick={(event) => view.peek(id, event.currentTarget, true)}
        >
          {look.sign}
          {place.number}
        </button>
      )}
    </>
  );
}
