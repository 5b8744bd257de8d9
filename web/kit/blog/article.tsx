"use client";
import { VisuallyHidden } from "@mantine/core";
import { memo, useMemo, useRef, useState } from "react";
import Markdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import classes from "./article.module.css";
import { ClaimMark } from "./claim-mark.tsx";
import { ClaimPopover } from "./claim-popover.tsx";
import { ClaimsProvider, type ClaimsView } from "./claims-context.ts";
import type { PlacedClaim } from "./place-claims.ts";
import { rehypeClaims } from "./rehype-claims.ts";

interface Props {
  title: string;
  body: string;
  excerpt?: string | null;
  language?: string;
  placed?: readonly PlacedClaim[];
  activeId?: string | null;
  fileHref?(fileId: string, chunkId: string): string;
  onSelect?(claimId: string): void;
}

const none: readonly PlacedClaim[] = [];
const components: Components = { mark: ClaimMark };

/** The text as its readers will see it, each factual sentence underlined by how well it is supported and opening its passage. */
export function Article({ title, body, excerpt, language, placed = none, activeId = null, fileHref, onSelect }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [open, setOpen] = useState<{ id: string; anchor: HTMLElement; pinned: boolean } | null>(null);
  const byId = useMemo(() => new Map(placed.map((place) => [place.claim.id, place])), [placed]);
  const view = useMemo<ClaimsView>(() => {
    const later = (wait: number, then: () => void) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(then, wait);
    };
    return {
      placed: byId,
      activeId: open?.id ?? activeId,
      peek: (id, anchor, pinned) =>
        later(pinned ? 0 : 180, () => setOpen((now) => (now?.pinned && !pinned ? now : { id, anchor, pinned }))),
      leave: () => later(220, () => setOpen((now) => (now?.pinned ? now : null))),
    };
  }, [byId, open?.id, activeId]);
  const place = open ? byId.get(open.id) : undefined;
  const close = () => {
    setOpen(null);
    const button = open && frame.current?.querySelector<HTMLElement>(`mark[data-claim="${open.id}"] + button`);
    if (open?.pinned) button?.focus({ preventScroll: true });
  };

  return (
    <div ref={frame} className={classes["frame"]}>
      <ClaimsProvider value={view}>
        <article className={classes["article"]} lang={language}>
          <h2 className={classes["title"]}>{title}</h2>
          {excerpt && <p className={classes["lead"]}>{excerpt}</p>}
          {placed.length > 0 && (
            <VisuallyHidden>Factual sentences end in a numbered button that opens their source.</VisuallyHidden>
          )}
          <Body body={body} placed={placed} />
        </article>
      </ClaimsProvider>
      {open && place && fileHref && (
        <ClaimPopover
          key={open.id}
          place={place}
          anchor={open.anchor}
          pinned={open.pinned}
          frame={frame}
          fileHref={fileHref}
          onClose={close}
          onEnter={() => clearTimeout(timer.current)}
          onLeave={view.leave}
          onMore={() => {
            setOpen(null);
            onSelect?.(open.id);
          }}
        />
      )}
    </div>
  );
}

const Body = memo(function Body({ body, placed }: { body: string; placed: readonly PlacedClaim[] }) {
  return (
    <Markdown
      remarkPlugins={[remarkGfm]}
      rehypePlugins={[rehypeSanitize, [rehypeClaims, { placed }]]}
      components={components}
    >
      {body}
    </Markdown>
  );
});
