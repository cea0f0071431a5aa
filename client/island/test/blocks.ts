// What the editor shows, as the values that `shared/src/document/chapters` reads.

import type { Node } from "prosemirror-model";

/** As `chapters::Block` says it in JSON. */
export function blocks(words: Node): object[] {
  return words.content.content.map((node) => {
    if (node.type.name === "paragraph") return { type: "paragraph", words: inline(node) };
    if (node.type.name === "heading") return { type: "heading", level: node.attrs.level, words: inline(node) };
    const items = node.content.content.map((entry) => entry.content.content.map(inline));
    return { type: "list", is_ordered: node.type.name === "orderedList", items };
  });
}

function inline(node: Node): object[] {
  const parts: { type: string; text?: string }[] = [];
  for (const child of node.content.content) {
    if (!child.isText) {
      parts.push({ type: "break" });
      continue;
    }
    const looks: Record<string, unknown> = {};
    for (const mark of child.marks) {
      if (mark.type.name === "link") looks.link = mark.attrs.href;
      else looks[`is_${mark.type.name}`] = true;
    }
    parts.push({ type: "span", text: child.text!, ...looks });
  }
  return parts;
}
