import { ResetPasswordPage } from "#kit/auth/reset-password-page.tsx";
import { door } from "../../features/shell/door.ts";

export default function Page() {
  return <ResetPasswordPage door={door} />;
}
