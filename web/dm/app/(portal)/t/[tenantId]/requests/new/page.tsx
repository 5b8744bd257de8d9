import { OrderPostPage } from "../../../../../../features/requests/order-post-page.tsx";

export default function OrderPostRoute() {
  return <OrderPostPage />;
}
