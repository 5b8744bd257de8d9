"use client";
import classes from "./picture-field.module.css";
import { useChosen } from "./queries.ts";

/** Pictures of the library, one beside the other, in the given order. */
export function PictureRow({ ids, label }: { ids: readonly string[]; label: string }) {
  const items = useChosen(ids).data?.items ?? [];
  const pictures = ids.flatMap((id) => items.find((one) => one.id === id && one.kind === "image") ?? []);
  if (pictures.length === 0) return null;
  return (
    <ol className={classes["chosen"]} aria-label={label}>
      {pictures.map(({ id, url, altText, title }, at) => (
        <li key={id} className={classes["tile"]}>
          <a href={url} target="_blank" rel="noreferrer">
            <img
              src={url}
              alt={altText ?? title ?? `Picture ${at + 1}`}
              className={classes["picture"]}
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ol>
  );
}
