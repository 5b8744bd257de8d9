"use client";

import { useNetwork } from "@mantine/hooks";
import { useEffect, useState } from "react";
import classes from "./offline-bar.module.css";

/** A grey line while the device has no network: what is on screen may be old. */
export function OfflineBar() {
  const { online } = useNetwork();
  const [since, setSince] = useState("");
  useEffect(() => {
    if (!online) setSince(new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }));
  }, [online]);
  return (
    <div role="status">{online ? null : <p className={classes["bar"]}>No connection, showing data of {since}</p>}</div>
  );
}
