"use client";
import { ActionIcon, CopyButton, Group, SegmentedControl, Switch, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCopy, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { count } from "../components/format.ts";
import { Markdown } from "../components/markdown.tsx";
import { OutlineText } from "./outline-text.tsx";
import { readableOutput } from "./partial-json.ts";
import classes from "./text-log.module.css";

interface Props {
  text: string;
  isLive: boolean;
  isConnected: boolean;
}

const spokenEveryMs = 10_000;

/** The words of the model as they come: readable as the article they become, or raw; followed, held and copied at will. */
export function TextLog({ text, isLive, isConnected }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [held, setHeld] = useState<string | null>(null);
  const [look, setLook] = useState<"text" | "raw">("text");
  const shown = useDeferredValue(held ?? text);
  const readable = useMemo(() => readableOutput(shown), [shown]);
  const isReadable = look === "text" && readable !== null;
  const isJson = /^\s*(```json\s*)?[{[]/.test(shown);
  const spoken = useSpoken(text.length, isLive);

  useEffect(() => {
    const area = box.current;
    if (area && isFollowing && isLive && shown !== "") area.scrollTop = area.scrollHeight;
  }, [shown, isFollowing, isLive]);

  return (
    <div className={classes["log"]}>
      <Group justify="space-between" gap="xs" className={classes["logBar"] ?? ""}>
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            aria-label="How the output is shown"
            value={look}
            onChange={(value) => setLook(value === "raw" ? "raw" : "text")}
            data={[
              { value: "text", label: "Readable" },
              { value: "raw", label: "Raw" },
            ]}
          />
          {isLive && (
            <Switch
              size="xs"
              label="Follow"
              checked={isFollowing}
              onChange={(event) => setFollowing(event.currentTarget.checked)}
            />
          )}
        </Group>
        <Group gap={4}>
          <Text size="xs" c="dimmed" className="lm-tabular">
            {count(text.length)} characters
            {isLive && !isConnected ? " · reconnecting" : ""}
          </Text>
          {isLive && (
            <Tooltip label={held === null ? "Hold the text still" : "Go on"}>
              <ActionIcon
                aria-label={held === null ? "Hold the text still" : "Go on"}
                onClick={() => setHeld(held === null ? text : null)}
              >
                {held === null ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
          <CopyButton value={isReadable ? readable.body : text} timeout={1_500}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? "Copied" : "Copy"}>
                <ActionIcon aria-label="Copy the output" onClick={copy}>
                  {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </Group>
      </Group>
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label="Output of the model"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className={classes["logText"]}
      >
        {text === "" && (
          <Text c="dimmed" size="sm">
            {isLive ? "The model has not begun to write yet." : "No output was kept."}
          </Text>
        )}
        {isReadable && (
          <>
            {readable.title !== null && <p className={classes["logTitle"]}>{readable.title}</p>}
            <Markdown>{readable.body}</Markdown>
          </>
        )}
        {look === "text" && readable === null && isJson && <OutlineText raw={shown} />}
        {(look === "raw" || (readable === null && !isJson)) && <pre className={classes["raw"]}>{shown}</pre>}
        {isLive && text !== "" && <span className={classes["caret"]} aria-hidden />}
      </div>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </div>
  );
}

/** What a screen reader hears of the growing text: a sentence every 10 s, not every word. */
function useSpoken(length: number, isLive: boolean): string {
  const [spoken, setSpoken] = useState("");
  const present = useRef(length);
  useEffect(() => {
    present.current = length;
  });
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => setSpoken(`${count(present.current)} characters written so far`), spokenEveryMs);
    return () => clearInterval(timer);
  }, [isLive]);
  return isLive ? spoken : "";
}
