"use client";

import { Button, CopyButton, Group, Stack } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload, IconPrinter } from "@tabler/icons-react";
import { saveFile } from "../api/save-file.ts";
import classes from "./recovery-codes.module.css";

function asText(codes: readonly string[], account: string): string {
  return `Recovery codes of ${account} at Leadmetrics\nEach works once, in place of a code of the authenticator app.\n\n${codes.join("\n")}\n`;
}

function download(text: string): void {
  saveFile(new Blob([text], { type: "text/plain" }), "leadmetrics-recovery-codes.txt");
}

/** The codes that open the account without the authenticator, shown once: copy, download, print. */
export function RecoveryCodes({ codes, account }: { codes: readonly string[]; account: string }) {
  const text = asText(codes, account);
  return (
    <Stack gap="sm">
      <div className={classes["sheet"]}>
        <p className={classes["printTitle"]}>Recovery codes of {account} at Leadmetrics. Each works once.</p>
        <ul className={classes["codes"]} aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <Group gap="xs">
        <CopyButton value={text} timeout={1_500}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        <Button
          size="xs"
          variant="default"
          onClick={() => download(text)}
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Download
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => window.print()}
          leftSection={<IconPrinter size={14} aria-hidden />}
        >
          Print
        </Button>
      </Group>
    </Stack>
  );
}
