import { UnlockPage } from "#kit/auth/unlock-page.tsx";
import { door } from "../../features/shell/door.ts";

export default function Page() {
  return <UnlockPage door={door} />;
}
