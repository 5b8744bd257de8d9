import { AcceptInvitePage } from "#kit/auth/accept-invite-page.tsx";
import { door } from "../../features/shell/door.ts";

export default function Page() {
  return <AcceptInvitePage door={door} />;
}
