import classes from "./blog-editor.module.css";

const titleFold = 60;
const textFold = 160;

function cut(text: string, fold: number): string {
  return text.length <= fold ? text : `${text.slice(0, fold - 1).trimEnd()}…`;
}

/** How the post looks among search results, cut where search engines cut. */
export function SearchSnippet({ title, slug, description }: { title: string; slug: string; description: string }) {
  return (
    <figure className={classes["snippet"]}>
      <figcaption>In search results</figcaption>
      <p className={classes["snippetPath"]}>website › blog › {slug}</p>
      <p className={classes["snippetTitle"]}>{cut(title, titleFold)}</p>
      <p className={classes["snippetText"]}>{cut(description, textFold)}</p>
    </figure>
  );
}
