"use client";

import { Button, Table, VisuallyHidden } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { KeyboardEvent, MouseEvent, ReactNode } from "react";
import { useRef } from "react";
import type { List } from "../api/use-list.ts";
import classes from "./data-table.module.css";
import { ErrorBlock } from "./error-block.tsx";
import { TableSkeleton } from "./skeletons.tsx";

export interface Column<T> {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  width?: number | string;
  align?: "right";
  /** Left out where room is short: in the card that a row becomes on a phone, and in tables under 992 px. */
  hideOnCard?: boolean;
}

interface DataTableProps<T> {
  /** Name of the table for assistive technology. */
  label: string;
  list: List<T>;
  /** The first column is the row's link and the card's title. */
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  rowHref?: (row: T) => string;
  /** Instead of a link: what opening a row does. */
  onOpen?: (row: T) => void;
  empty: ReactNode;
}

function movesFocus(root: HTMLElement | null, step: 1 | -1): void {
  const openers = [...(root?.querySelectorAll<HTMLElement>("[data-opener]") ?? [])];
  const present = openers.indexOf(document.activeElement as HTMLElement);
  const next = openers[Math.max(0, Math.min(openers.length - 1, present === -1 ? 0 : present + step))];
  next?.focus();
}

/** True when the click was meant for a control inside of the row. */
function hitControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("a, button, input, label, [role=menuitem]") !== null;
}

/** A server-paged list: table from 768 px, cards below; j and k walk the rows, Enter opens, "Load more" goes on. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, list, columns, rowKey, rowHref, onOpen, empty } = props;
  const root = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const isNarrow = useMediaQuery("(max-width: 47.99em)") ?? false;
  useHotkeys([
    ["j", () => movesFocus(root.current, 1)],
    ["k", () => movesFocus(root.current, -1)],
  ]);

  if (list.isPending) return <TableSkeleton label={`Loading ${label.toLowerCase()}`} />;
  if (list.error) return <ErrorBlock error={list.error} onRetry={list.refetch} />;
  if (list.items.length === 0) return empty;

  const open = (row: T): void => {
    if (onOpen) onOpen(row);
    else if (rowHref) router.push(rowHref(row));
  };
  const opener = (row: T, content: ReactNode): ReactNode => {
    if (rowHref) {
      return (
        <Link href={rowHref(row)} className={classes["opener"]} data-opener>
          {content}
        </Link>
      );
    }
    if (!onOpen) return content;
    return (
      <button type="button" className={classes["opener"]} data-opener onClick={() => onOpen(row)}>
        {content}
      </button>
    );
  };
  const isClickable = rowHref !== undefined || onOpen !== undefined;
  const rowProps = (row: T) =>
    isClickable
      ? {
          "data-clickable": true,
          onClick: (event: MouseEvent) => {
            if (!hitControl(event)) open(row);
          },
        }
      : {};
  const [first, ...others] = columns;

  return (
    <div ref={root} className={classes["root"]} aria-busy={list.isRefreshing}>
      <span className={classes["bar"]} data-on={list.isRefreshing || undefined} aria-hidden />
      {isNarrow ? (
        <ul className={classes["cards"]} aria-label={label}>
          {list.items.map((row) => (
            <li key={rowKey(row)} className={classes["card"]} {...rowProps(row)}>
              {first ? opener(row, first.cell(row)) : null}
              <dl className={classes["facts"]}>
                {others
                  .filter((column) => !column.hideOnCard)
                  .map((column) => ({ column, content: column.cell(row) }))
                  .filter(({ content }) => content !== null)
                  .map(({ column, content }) => (
                    <div key={column.key} className={classes["fact"]}>
                      <dt>{column.header}</dt>
                      <dd>{content}</dd>
                    </div>
                  ))}
              </dl>
            </li>
          ))}
        </ul>
      ) : (
        <section className={classes["scroll"]} aria-label={label} onKeyDown={stopRepeat}>
          <Table className={classes["table"]} highlightOnHover={isClickable}>
            <caption>
              <VisuallyHidden>{label}</VisuallyHidden>
            </caption>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th
                    key={column.key}
                    w={column.width}
                    ta={column.align ?? "left"}
                    scope="col"
                    data-secondary={column.hideOnCard ?? false}
                  >
                    {column.header}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.items.map((row) => (
                <Table.Tr key={rowKey(row)} {...rowProps(row)}>
                  {columns.map((column, index) => (
                    <Table.Td key={column.key} ta={column.align ?? "left"} data-secondary={column.hideOnCard ?? false}>
                      {index === 0 ? opener(row, column.cell(row)) : column.cell(row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
      {list.hasMore ? (
        <div className={classes["more"]}>
          <Button variant="default" size="xs" onClick={list.loadMore} loading={list.isLoadingMore}>
            Load more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Holding Enter on a row's link must not open it again and again. */
function stopRepeat(event: KeyboardEvent): void {
  if (event.key === "Enter" && event.repeat) event.preventDefault();
}
