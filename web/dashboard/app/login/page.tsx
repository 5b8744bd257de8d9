import { LoginForm } from "#kit/auth/login-form.tsx";

export default function LoginPage() {
  return (
    <LoginForm
      app="dashboard"
      portalName="Dashboard"
      lead="See what is being made for you, and decide what goes out."
    />
  );
}
