import { SkillPage } from "../../../../features/skills/skill-page.tsx";

export default async function SkillRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SkillPage id={id} />;
}
