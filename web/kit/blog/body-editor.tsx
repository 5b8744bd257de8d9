"use client";
import { Group, SegmentedControl, Text, Textarea } from "@mantine/core";
import { Link, RichTextEditor } from "@mantine/tiptap";
import { Markdown } from "@tiptap/markdown";
import { useEditor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useRef, useState } from "react";
import classes from "./blog-editor.module.css";
import { needsSource } from "./draft.ts";

interface Props {
  /** Markdown. */
  value: string;
  error: string | null;
  onChange(markdown: string): void;
}

/** The text of the post: written as it will look, or as Markdown. What the visual editor cannot keep is edited as Markdown only. */
export function BodyEditor({ value, error, onChange }: Props) {
  const mustBeSource = needsSource(value);
  const [isSource, setSource] = useState(mustBeSource);
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <Text size="sm" fw={500} id="body-label">
          Text
        </Text>
        <Group gap="xs">
          {mustBeSource && (
            <Text size="xs" c="dimmed">
              Tables and images are edited as Markdown.
            </Text>
          )}
          <SegmentedControl
            size="xs"
            aria-label="How the text is edited"
            disabled={mustBeSource}
            value={isSource || mustBeSource ? "source" : "rich"}
            onChange={(next) => setSource(next === "source")}
            data={[
              { value: "rich", label: "Visual" },
              { value: "source", label: "Markdown" },
            ]}
          />
        </Group>
      </Group>
      {isSource || mustBeSource ? (
        <Textarea
          aria-labelledby="body-label"
          autosize
          minRows={18}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          classNames={{ input: classes["source"] ?? "" }}
        />
      ) : (
        <Visual value={value} onChange={onChange} />
      )}
      {error !== null && (
        <Text size="xs" c="red" mt={4} role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}

function Visual({ value, onChange }: Pick<Props, "value" | "onChange">) {
  const start = useRef({ given: value, echoed: "" });
  const editor = useEditor({
    immediatelyRender: false,
    shouldRerenderOnTransaction: true,
    extensions: [StarterKit.configure({ link: false, heading: { levels: [2, 3, 4] } }), Link, Markdown],
    content: value,
    contentType: "markdown",
    editorProps: { attributes: { "aria-labelledby": "body-label", "aria-multiline": "true", role: "textbox" } },
    onCreate: ({ editor: made }) => {
      start.current.echoed = made.getMarkdown();
    },
    onUpdate: ({ editor: made }) => {
      const markdown = made.getMarkdown();
      onChange(markdown === start.current.echoed ? start.current.given : markdown);
    },
  });
  return (
    <RichTextEditor editor={editor}>
      <RichTextEditor.Toolbar sticky stickyOffset="3.5rem">
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Bold />
          <RichTextEditor.Italic />
          <RichTextEditor.Code />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.H2 />
          <RichTextEditor.H3 />
          <RichTextEditor.Blockquote />
          <RichTextEditor.BulletList />
          <RichTextEditor.OrderedList />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Link />
          <RichTextEditor.Unlink />
        </RichTextEditor.ControlsGroup>
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Undo />
          <RichTextEditor.Redo />
        </RichTextEditor.ControlsGroup>
      </RichTextEditor.Toolbar>
      <RichTextEditor.Content className={classes["content"] ?? ""} />
    </RichTextEditor>
  );
}
