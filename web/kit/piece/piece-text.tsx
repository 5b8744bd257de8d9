import { Anchor, Badge, Group, List, Stack, Text } from "@mantine/core";
import { IconFileOff } from "@tabler/icons-react";
import type { GbpPost } from "#schema/gbp-post.ts";
import type { PieceDetail } from "#schema/piece.ts";
import type { SocialPost } from "#schema/social.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Facts } from "../components/facts.tsx";
import { shortDate, words } from "../components/format.ts";
import { Markdown } from "../components/markdown.tsx";
import { Panel } from "../components/panel.tsx";
import { PictureRow } from "../media/picture-row.tsx";
import type { AnyPiece } from "./kinds.ts";

/** The piece as readers get it, by the parts that its kind has. */
export function PieceText({ piece }: { piece: AnyPiece }) {
  if ("platform" in piece) return <Social post={piece} />;
  if ("postType" in piece) return <Business post={piece} />;
  return <Document piece={piece as PieceDetail} />;
}

function Nothing() {
  return (
    <Panel>
      <EmptyState icon={IconFileOff} title="Nothing is written yet" text="The first draft appears here by itself." />
    </Panel>
  );
}

function Social({ post }: { post: SocialPost }) {
  if (post.bodyText === "") return <Nothing />;
  return (
    <>
      <Panel title={`As it stands on ${words(post.platform)}`}>
        <Stack gap="sm">
          {post.hook ? <Text fw={600}>{post.hook}</Text> : null}
          <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{post.bodyText}</Text>
          {post.pollOptions && post.pollOptions.length > 0 ? (
            <List size="sm">
              {post.pollOptions.map((choice) => (
                <List.Item key={choice}>{choice}</List.Item>
              ))}
            </List>
          ) : null}
          {post.hashtags.length > 0 ? (
            <Text size="sm" c="dimmed">
              {post.hashtags.map((tag) => `#${tag}`).join(" ")}
            </Text>
          ) : null}
          <PictureRow label="Pictures" ids={post.media.map(({ id }) => id)} />
        </Stack>
      </Panel>
      {post.parts && post.parts.length > 0 ? (
        <Panel title="What follows in the thread">
          <List type="ordered" start={2} size="sm" spacing="xs">
            {post.parts.map((part) => (
              <List.Item key={part} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {part}
              </List.Item>
            ))}
          </List>
        </Panel>
      ) : null}
      {post.slides && post.slides.length > 0 ? (
        <Panel title="Pictures one after the other">
          <List type="ordered" size="sm" spacing="xs">
            {post.slides.map(({ headline, text }) => (
              <List.Item key={headline}>
                <b>{headline}</b> {text}
              </List.Item>
            ))}
          </List>
        </Panel>
      ) : null}
      <Panel title="What goes with it">
        <Facts
          facts={present([
            ["Kind", `${words(post.contentType)}, ${post.format}`],
            ["Pictures", post.media.length === 0 ? pictures(post) : `${post.media.length}`],
            ["Alt text", post.altText],
            ["Link", post.linkUrl],
            ["Call", post.callToAction ?? null],
          ])}
        />
      </Panel>
    </>
  );
}

function present(facts: readonly (readonly [string, string | null])[]) {
  return facts.filter(([, value]) => value);
}

function pictures({ design, format }: SocialPost): string {
  if (design?.by === "upload") return design.reason ?? "Wait to be uploaded";
  if (design) return "Are being made";
  return format === "text" || format === "poll" ? "None, it is text alone" : "None yet";
}

function Business({ post }: { post: GbpPost }) {
  if (post.bodyText === "") return <Nothing />;
  return (
    <Panel title="As it stands beside the map">
      <Stack gap="md">
        <Group gap={8}>
          <Badge variant="default">{words(post.postType)}</Badge>
          {post.status === "approved" && !post.isApproved ? (
            <Text size="sm" c="dimmed">
              Written; your agency has not let it go yet.
            </Text>
          ) : null}
        </Group>
        <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{post.bodyText}</Text>
        {post.offer ? (
          <Facts
            facts={[
              ["Offer", post.offer.title],
              ["Worth", post.offer.discount],
              ["Code", post.offer.coupon ?? null],
              ["Holds", `${shortDate(post.offer.startDate)} to ${shortDate(post.offer.endDate)}`],
            ]}
          />
        ) : null}
        {post.event ? (
          <Facts
            facts={[
              ["Event", post.event.title],
              ["When", [shortDate(post.event.date), post.event.time].filter(Boolean).join(", ")],
            ]}
          />
        ) : null}
        {post.ctaUrl ? (
          <Anchor href={post.ctaUrl} target="_blank" rel="noreferrer nofollow" size="sm">
            {post.ctaType ? words(post.ctaType) : "Open"}: {post.ctaUrl}
          </Anchor>
        ) : null}
        {post.photoSuggestion ? <Facts facts={[["Photo that would fit", post.photoSuggestion]]} /> : null}
      </Stack>
    </Panel>
  );
}

function Document({ piece }: { piece: PieceDetail }) {
  if (piece.text === "") return <Nothing />;
  const fact = (name: string) => {
    const value = piece.content?.[name];
    return typeof value === "string" ? value : null;
  };
  const facts = present([
    ["Subject", fact("subjectLine")],
    ["Shown after the subject", fact("previewText")],
    ["Address", fact("slug")],
    ["Title for search", fact("metaTitle")],
    ["Description for search", fact("metaDescription")],
    ["Platform", piece.type === "ad_copy" && fact("platform") ? words(fact("platform") ?? "") : null],
    ["Leads to", fact("finalUrl")],
  ]);
  return (
    <>
      {facts.length > 0 ? (
        <Panel>
          <Facts facts={facts} />
        </Panel>
      ) : null}
      <Panel title="Text">
        <Markdown look={piece.type === "ad_copy" ? "plain" : "article"}>{piece.text}</Markdown>
      </Panel>
    </>
  );
}
