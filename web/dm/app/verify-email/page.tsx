import { VerifyEmailPage } from "#kit/auth/verify-email-page.tsx";
import { door } from "../../features/shell/door.ts";

export default function Page() {
  return <VerifyEmailPage door={door} />;
}
