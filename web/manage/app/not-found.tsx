import { NotFoundPage } from "#kit/shell/not-found-page.tsx";

export default function NotFound() {
  return <NotFoundPage />;
}
