import { ContextPage } from "../../../../../features/planning/context-page.tsx";

export default function ContextRoute() {
  return <ContextPage />;
}
