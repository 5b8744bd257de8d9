import { LoginForm } from "#kit/auth/login-form.tsx";

export default function LoginPage() {
  return (
    <LoginForm
      app="manage"
      portalName="Manage"
      lead="The platform itself: every client, everyone who may sign in, and what each of them did."
    />
  );
}
