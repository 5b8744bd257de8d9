import { SkillsPage } from "../../../features/skills/skills-page.tsx";

export default function SkillsRoute() {
  return <SkillsPage />;
}
