// What the toolbar and the keys do, and how each shows where the caret is.

import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { MarkType, NodeType } from "prosemirror-model";
import { liftListItem, splitListItemKeepMarks, wrapInList } from "prosemirror-schema-list";
import type { Command, EditorState, Plugin } from "prosemirror-state";
import { redo, undo } from "y-prosemirror";

import { level, schema } from "./schema.ts";

const { nodes, marks } = schema;

export const bold = toggleMark(marks.bold!);
export const italic = toggleMark(marks.italic!);
export const bullets = toggleList(nodes.bulletList!);
export const numbers = toggleList(nodes.orderedList!);

export function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

/** The level of the heading that the caret is in; 0 outside of one. */
export function headingLevel(state: EditorState): number {
  const { parent } = state.selection.$from;
  return parent.type === nodes.heading ? level(parent) : 0;
}

/** Paragraph, heading, heading under a heading, and around. */
export const heading: Command = (state, dispatch, view) => {
  const next = [2, 3, 0][[0, 2, 3].indexOf(headingLevel(state))]!;
  return setHeading(next)(state, dispatch, view);
};

function setHeading(to: number): Command {
  return to === 0 ? setBlockType(nodes.paragraph!) : setBlockType(nodes.heading!, { level: to });
}

export function listAround(state: EditorState): NodeType | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { type } = $from.node(depth);
    if (type === nodes.bulletList || type === nodes.orderedList) return type;
  }
  return null;
}

function toggleList(type: NodeType): Command {
  return (state, dispatch, view) => {
    const around = listAround(state);
    if (around === type) return liftListItem(nodes.listItem!)(state, dispatch, view);
    if (around !== null) return changeList(type)(state, dispatch);
    return wrapInList(type)(state, dispatch, view);
  };
}

/** Makes dots of the numbers around the caret, or the other way. */
function changeList(type: NodeType): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      if ($from.node(depth).type === nodes.listItem) continue;
      if ($from.node(depth).type !== nodes.bulletList && $from.node(depth).type !== nodes.orderedList) continue;
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
      return true;
    }
    return false;
  };
}

const lineBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hardBreak!.create()).scrollIntoView());
  return true;
};

/** The marks and the length of the link around the caret, or what is selected. */
export function linkRange(state: EditorState): { from: number; to: number; href: string } {
  const { from, to, empty, $from } = state.selection;
  const link = marks.link!;
  const found = link.isInSet($from.marks()) ?? link.isInSet($from.nodeAfter?.marks ?? []);
  if (!empty || !found) return { from, to, href: found ? String(found.attrs.href) : "" };
  let start = $from.start();
  let range = { from, to };
  $from.parent.forEach((child, offset) => {
    const begins = start + offset;
    const ends = begins + child.nodeSize;
    if (!found.isInSet(child.marks)) return;
    if (begins <= range.to && ends >= range.from) range = { from: Math.min(begins, range.from), to: Math.max(ends, range.to) };
  });
  return { ...range, href: String(found.attrs.href) };
}

/** Makes a link of what is selected, or of the address itself; none removes it. */
export function setLink(href: string | null): Command {
  return (state, dispatch) => {
    const { from, to } = linkRange(state);
    const link = marks.link!;
    const change = state.tr;
    if (href === null) change.removeMark(from, to, link);
    else if (from === to) change.insert(from, schema.text(href.replace(/^mailto:/, ""), [link.create({ href })]));
    else change.removeMark(from, to, link).addMark(from, to, link.create({ href }));
    dispatch?.(change.scrollIntoView());
    return true;
  };
}

/** Tab is not among them: it leaves the editor. */
export function keys(own: Record<string, Command>): Plugin[] {
  return [
    keymap({
      "Mod-b": bold,
      "Mod-i": italic,
      "Mod-Alt-0": setHeading(0),
      "Mod-Alt-2": setHeading(2),
      "Mod-Alt-3": setHeading(3),
      "Mod-Shift-7": numbers,
      "Mod-Shift-8": bullets,
      "Mod-z": (state) => undo(state),
      "Mod-y": (state) => redo(state),
      "Shift-Mod-z": (state) => redo(state),
      Enter: splitListItemKeepMarks(nodes.listItem!),
      "Shift-Enter": chainCommands(exitCode, lineBreak),
      "Mod-Enter": chainCommands(exitCode, lineBreak),
      ...own,
    }),
    keymap(baseKeymap),
  ];
}
