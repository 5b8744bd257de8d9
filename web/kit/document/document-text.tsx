import { Markdown } from "../components/markdown.tsx";
import { Panel } from "../components/panel.tsx";
import classes from "./document.module.css";
import { sectionsOf } from "./sections.ts";

/** A long document by section, with its contents beside it. */
export function DocumentText({ children }: { children: string }) {
  const sections = sectionsOf(children);
  const titled = sections.filter(({ title }) => title !== "");
  return (
    <div className={classes["columns"]}>
      <div className={classes["text"]}>
        {sections.map(({ title, anchor, text }) => (
          <div key={anchor} id={anchor} className={classes["section"]}>
            <Panel {...(title ? { title } : {})}>
              <Markdown look="plain">{text}</Markdown>
            </Panel>
          </div>
        ))}
      </div>
      {titled.length > 1 ? (
        <nav aria-label="Contents" className={classes["contents"]}>
          <ol>
            {titled.map(({ title, anchor }) => (
              <li key={anchor}>
                <a href={`#${anchor}`}>{title}</a>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
    </div>
  );
}
