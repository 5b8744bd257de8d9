import { ContextPage } from "../../../features/context/context-page.tsx";

export default function Page() {
  return <ContextPage />;
}
