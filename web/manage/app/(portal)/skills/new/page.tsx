import { NewSkillPage } from "../../../../features/skills/new-skill-page.tsx";

export default function NewSkillRoute() {
  return <NewSkillPage />;
}
