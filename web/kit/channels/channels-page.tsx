import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { ChannelsBoard } from "./channels-board.tsx";

/** A client's channels: how they are, and what can be connected. */
export function ChannelsPage() {
  return (
    <>
      <PageHeader title="Channels" lead="Where posts go out, and where results are read." />
      <Panel>
        <ChannelsBoard />
      </Panel>
    </>
  );
}
