import { VisibilityPage } from "#kit/visibility/visibility-page.tsx";

export default function Page() {
  return <VisibilityPage />;
}
