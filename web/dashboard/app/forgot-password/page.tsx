import { ForgotPasswordPage } from "#kit/auth/forgot-password-page.tsx";
import { door } from "../../features/shell/door.ts";

export default function Page() {
  return <ForgotPasswordPage door={door} />;
}
