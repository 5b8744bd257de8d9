import { TeamPage } from "../../../../features/team/team-page.tsx";

export default function Page() {
  return <TeamPage />;
}
