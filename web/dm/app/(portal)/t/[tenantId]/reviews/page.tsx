import { ReviewsPage } from "#kit/review/reviews-page.tsx";

export default function Page() {
  return <ReviewsPage portal="dm" />;
}
