import { MissionControl } from "../../features/mission/mission-control.tsx";

export default function MissionPage() {
  return <MissionControl />;
}
