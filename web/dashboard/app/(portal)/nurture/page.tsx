import { NurturePage } from "../../../features/nurture/nurture-page.tsx";

export default function Page() {
  return <NurturePage />;
}
