import { LoginForm } from "#kit/auth/login-form.tsx";

export default function LoginPage() {
  return (
    <LoginForm
      app="dm-portal"
      portalName="DM Portal"
      lead="All your clients' work in one place: what runs, what waits for you, what is stuck."
    />
  );
}
