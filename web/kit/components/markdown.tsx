import ReactMarkdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import classes from "./markdown.module.css";

interface MarkdownProps {
  children: string;
  /** article: serif, for reading a post as it will look. plain: UI type, for notes and instructions. */
  look?: "article" | "plain";
}

/** Markdown as safe HTML; raw HTML in the text is dropped. */
export function Markdown({ children, look = "article" }: MarkdownProps) {
  return (
    <div className={classes["text"]} data-look={look}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        components={{
          // The page has its h1 already.
          h1: ({ children: content }) => <h2>{content}</h2>,
          a: ({ href, children: content }) => (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {content}
            </a>
          ),
        }}
      >
        {children}
      </ReactMarkdown>
    </div>
  );
}
