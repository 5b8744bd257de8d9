"use client";

import { Kbd, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, spotlight } from "@mantine/spotlight";
import {
  IconArticle,
  IconBuilding,
  IconChecklist,
  IconClock,
  IconFileAnalytics,
  IconSearch,
} from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import type { MouseEvent } from "react";
import { useEffect, useRef, useState } from "react";
import type { SearchableCollection, SearchHit } from "#schema/search.ts";
import { StatusBadge } from "../components/status-badge.tsx";
import type { StatusKind } from "../components/status-tones.ts";
import type { Icon, Portal } from "../shell/portal.ts";
import { visibleNav } from "../shell/portal.ts";
import { Marked } from "./marked.tsx";
import { paletteEvent } from "./open-palette.ts";
import classes from "./palette.module.css";
import { useSearch } from "./queries.ts";
import { useRecent } from "./recent.ts";

interface SearchPaletteProps {
  portal: Portal;
  rights: readonly string[];
}

const debounceMs = 200;
const looks: Record<SearchableCollection, { words: string; icon: Icon; status: StatusKind }> = {
  blogs: { words: "Blog posts", icon: IconArticle, status: "blog" },
  activities: { words: "Activities", icon: IconChecklist, status: "activity" },
  reports: { words: "Reports", icon: IconFileAnalytics, status: "report" },
  tenants: { words: "Clients", icon: IconBuilding, status: "tenant" },
};

function matches(label: string, text: string): boolean {
  return label.toLowerCase().includes(text.trim().toLowerCase());
}

/** Ctrl/Cmd+K: things, actions and pages. With the search down, actions and pages still work. */
export function SearchPalette({ portal, rights }: SearchPaletteProps) {
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text, debounceMs);
  const search = useSearch(portal.isPlatform ? "" : settled);
  const { recent, remember } = useRecent();
  const router = useRouter();
  const isNewTab = useRef(false);

  // It is loaded because somebody wants it now.
  useEffect(() => {
    spotlight.open();
    window.addEventListener(paletteEvent, spotlight.open);
    return () => window.removeEventListener(paletteEvent, spotlight.open);
  }, []);

  const go = (url: string, title: string): void => {
    remember({ title, url });
    if (isNewTab.current) window.open(url, "_blank", "noopener");
    else router.push(url);
    isNewTab.current = false;
    spotlight.close();
  };
  const pages = visibleNav(portal, rights)
    .flatMap((group) => group.items)
    .filter((item) => matches(item.label, text));
  const actions = portal.actions.filter(
    (action) => (!action.right || rights.includes(action.right)) && matches(action.label, text),
  );
  const groups = text.trim() === "" ? [] : (search.data?.groups ?? []);
  const shown = groups.reduce((sum, group) => sum + group.hits.length, 0);
  const found = groups.reduce((sum, group) => sum + group.found, 0);
  const placeholder = portal.isPlatform ? "Search pages and actions" : "Search posts, work, pages and actions";
  const isNothing = pages.length + actions.length + shown === 0;

  return (
    <Spotlight.Root query={text} onQueryChange={setText} shortcut={["mod + K"]} radius="lg" size={640}>
      <Spotlight.Search
        placeholder={placeholder}
        aria-label={placeholder}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
        onKeyDownCapture={(event) => {
          isNewTab.current = event.key === "Enter" && (event.ctrlKey || event.metaKey);
        }}
      />
      <Spotlight.ActionsList className={classes["list"] ?? ""}>
        {text.trim() === "" && recent.length > 0 ? (
          <Spotlight.ActionsGroup label="Recent">
            {recent.map((item) => (
              <Entry key={item.url} icon={IconClock} title={item.title} onGo={() => go(item.url, item.title)} />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {groups
          .filter((group) => group.hits.length > 0)
          .map((group) => (
            <Spotlight.ActionsGroup key={group.collection} label={looks[group.collection].words}>
              {group.hits.map((hit) => (
                <Hit key={hit.id} hit={hit} collection={group.collection} onGo={() => go(hit.url, hit.title)} />
              ))}
            </Spotlight.ActionsGroup>
          ))}
        {actions.length > 0 ? (
          <Spotlight.ActionsGroup label="Actions">
            {actions.map((action) => (
              <Entry
                key={action.label}
                icon={action.icon}
                title={action.label}
                onGo={() => go(action.href, action.label)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {pages.length > 0 ? (
          <Spotlight.ActionsGroup label="Pages">
            {pages.map((page) => (
              <Entry key={page.href} icon={page.icon} title={page.label} onGo={() => go(page.href, page.label)} />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {isNothing ? (
          <Spotlight.Empty>
            {search.isFetching ? "Searching…" : "Nothing found. Try fewer or other words."}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
      <Spotlight.Footer className={classes["footer"] ?? ""}>
        <Text size="xs" c="dimmed" role="status">
          {search.isError
            ? "Search does not answer; pages and actions still work."
            : shown > 0
              ? `Showing ${shown} of ${found}`
              : "Type to search"}
        </Text>
        <Text size="xs" c="dimmed" visibleFrom="sm">
          <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose · <Kbd size="xs">Enter</Kbd> open ·{" "}
          <Kbd size="xs">Ctrl Enter</Kbd> new tab
        </Text>
      </Spotlight.Footer>
    </Spotlight.Root>
  );
}

function Entry({ icon: Glyph, title, onGo }: { icon: Icon; title: string; onGo: (event: MouseEvent) => void }) {
  return (
    <Spotlight.Action onClick={onGo} closeSpotlightOnTrigger={false}>
      <span className={classes["row"]}>
        <Glyph size={18} stroke={1.6} aria-hidden className={classes["icon"]} />
        <span className={classes["title"]}>{title}</span>
      </span>
    </Spotlight.Action>
  );
}

function Hit({ hit, collection, onGo }: { hit: SearchHit; collection: SearchableCollection; onGo: () => void }) {
  const [first] = hit.highlights;
  const { icon: Glyph, status } = looks[collection];
  return (
    <Spotlight.Action onClick={onGo} closeSpotlightOnTrigger={false}>
      <span className={classes["row"]}>
        <Glyph size={18} stroke={1.6} aria-hidden className={classes["icon"]} />
        <span className={classes["words"]}>
          <span className={classes["title"]}>{hit.title}</span>
          <span className={classes["subtitle"]}>{first ? <Marked>{first}</Marked> : hit.subtitle}</span>
        </span>
        <StatusBadge kind={status} status={hit.status} size="sm" />
      </span>
    </Spotlight.Action>
  );
}
