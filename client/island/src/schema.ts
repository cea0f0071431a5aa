// What prose consists of. The names are those of `shared/src/document/chapters`: they are in every stored document.
//
// The content expressions are as wide as what two people at once can make of a document: y-prosemirror deletes an element
// that does not fit, with the words in it.

import { Schema } from "prosemirror-model";
import type { DOMOutputSpec, Mark, Node } from "prosemirror-model";

import { address } from "./address.ts";

/** As in `chapters::VERSION`: what another version wrote is not opened. */
export const VERSION = 1;

const HEADING_LEVELS = [2, 3];

/** The title of a pasted document is at most a heading of ours. */
const headingRules = [
  { tag: "h1", attrs: { level: 2 } },
  { tag: "h2", attrs: { level: 2 } },
  ...["h3", "h4", "h5", "h6"].map((tag) => ({ tag, attrs: { level: 3 } })),
];

export function level(node: Node): number {
  return HEADING_LEVELS.includes(node.attrs.level) ? node.attrs.level : 2;
}

function linkSpec(mark: Mark): DOMOutputSpec {
  const href = address(String(mark.attrs.href));
  return ["a", href === null ? {} : { href, rel: "noopener noreferrer" }, 0];
}

function linkAttrs(element: HTMLElement): { href: string } | false {
  const href = address(element.getAttribute("href") ?? "");
  return href === null ? false : { href };
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    heading: {
      group: "block",
      content: "inline*",
      defining: true,
      attrs: { level: { default: 2 } },
      parseDOM: headingRules,
      toDOM: (node) => [`h${level(node)}`, 0],
    },
    bulletList: { group: "block", content: "listItem+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    orderedList: { group: "block", content: "listItem+", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
    listItem: { content: "paragraph+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    hardBreak: {
      group: "inline",
      inline: true,
      selectable: false,
      linebreakReplacement: true,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
    text: { group: "inline" },
  },
  marks: {
    link: {
      attrs: { href: { default: "" } },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: linkAttrs }],
      toDOM: linkSpec,
    },
    bold: { parseDOM: [{ tag: "b" }, { tag: "strong" }], toDOM: () => ["strong", 0] },
    italic: { parseDOM: [{ tag: "i" }, { tag: "em" }], toDOM: () => ["em", 0] },
  },
});
