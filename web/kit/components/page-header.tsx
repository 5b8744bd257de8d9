"use client";

import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Crumb } from "../shell/page-context.tsx";
import { usePage } from "../shell/page-context.tsx";
import classes from "./page-header.module.css";

interface PageHeaderProps {
  /** The only h1 of the page and, without `name`, the first part of the browser title. */
  title: string;
  /** Shorter or plainer name for the browser title and the breadcrumb. */
  name?: string;
  /** One line under the title. */
  lead?: ReactNode;
  /** Status badge beside the title. */
  badge?: ReactNode;
  actions?: ReactNode;
  /** The way from the navigation entry to here, without the page itself. */
  crumbs?: readonly Crumb[];
}

/** Title row of every screen. */
export function PageHeader({ title, name = title, lead, badge, actions, crumbs }: PageHeaderProps) {
  const browserTitle = usePage(name, crumbs);
  return (
    <header className={classes["header"]}>
      <title>{browserTitle}</title>
      <div className={classes["words"]}>
        <div className={classes["line"]}>
          <h1 className={classes["title"]}>{title}</h1>
          {badge}
        </div>
        {lead ? (
          <Text component="div" size="sm" c="dimmed" mt={4}>
            {lead}
          </Text>
        ) : null}
      </div>
      {actions ? <div className={classes["actions"]}>{actions}</div> : null}
    </header>
  );
}
