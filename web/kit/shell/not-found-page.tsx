"use client";

import { Button } from "@mantine/core";
import Link from "next/link";
import classes from "./message-page.module.css";

/** 404: the address leads nowhere, or to something of somebody else. */
export function NotFoundPage() {
  return (
    <main className={classes["page"]}>
      <title>Not found</title>
      <p className={classes["code"]}>404</p>
      <h1 className={classes["title"]}>There is nothing here</h1>
      <p className={classes["text"]}>The address is wrong, the thing is gone, or it belongs to another workspace.</p>
      <Button component={Link} href="/">
        Go home
      </Button>
    </main>
  );
}
