import { DeadLettersPage } from "../../../../features/dead-letters/dead-letters-page.tsx";

export default function DeadLettersRoute() {
  return <DeadLettersPage />;
}
