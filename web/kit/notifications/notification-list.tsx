"use client";

import { Text } from "@mantine/core";
import { IconAlertTriangle, IconBell, IconCircleCheck, IconUserExclamation } from "@tabler/icons-react";
import Link from "next/link";
import type { Notification } from "#schema/notification.ts";
import { TimeAgo } from "../components/time-ago.tsx";
import { byDay } from "./by-day.ts";
import classes from "./notification-list.module.css";
import { useMarkRead } from "./queries.ts";

function iconOf(notification: Notification): typeof IconBell {
  if (notification.risk === "high") return IconAlertTriangle;
  if (notification.event.startsWith("approval.created")) return IconUserExclamation;
  if (notification.event === "content.published" || notification.event === "approval.decided") return IconCircleCheck;
  return IconBell;
}

interface NotificationListProps {
  items: readonly Notification[];
  /** Called when one was followed, e.g. to close the bell. */
  onFollow?: () => void;
}

/** Notifications under the days they came; following one marks it read. */
export function NotificationList({ items, onFollow }: NotificationListProps) {
  const markRead = useMarkRead();
  const follow = (notification: Notification): void => {
    if (!notification.readAt) markRead.mutate({ ids: [notification.id] });
    onFollow?.();
  };
  return byDay(items).map((day) => (
    <section key={day.label}>
      <h3 className={classes["day"]}>{day.label}</h3>
      <ul className={classes["list"]}>
        {day.items.map((item) => (
          <li key={item.id}>
            <Entry item={item} onFollow={() => follow(item)} />
          </li>
        ))}
      </ul>
    </section>
  ));
}

function Entry({ item, onFollow }: { item: Notification; onFollow: () => void }) {
  const Glyph = iconOf(item);
  const inside = (
    <>
      <span className={classes["icon"]} data-risk={item.risk ?? "low"}>
        <Glyph size={16} stroke={1.8} aria-hidden />
      </span>
      <span className={classes["words"]}>
        <span className={classes["title"]}>{item.title}</span>
        <span className={classes["body"]}>{item.body}</span>
        <Text component="span" size="xs" c="dimmed">
          <TimeAgo at={item.createdAt} />
        </Text>
      </span>
      {item.readAt ? null : <span className={classes["unread"]} role="img" aria-label="Unread" />}
    </>
  );
  if (!item.link) {
    return (
      <button type="button" className={classes["entry"]} onClick={onFollow}>
        {inside}
      </button>
    );
  }
  return (
    <Link href={item.link} className={classes["entry"]} onClick={onFollow}>
      {inside}
    </Link>
  );
}
