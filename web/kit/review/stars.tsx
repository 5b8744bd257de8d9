import { IconStar, IconStarFilled } from "@tabler/icons-react";
import classes from "./review.module.css";

/** A rating as stars, named in words for those who do not see them. */
export function Stars({ rating }: { rating: number }) {
  return (
    <span className={classes["stars"]} role="img" aria-label={`${rating} of 5 stars`}>
      {[1, 2, 3, 4, 5].map((star) => {
        const Star = star <= rating ? IconStarFilled : IconStar;
        return <Star key={star} size={15} aria-hidden />;
      })}
    </span>
  );
}
