// Words of a field that somebody has said something about, underlaid.

import { Plugin, PluginKey } from "prosemirror-state";
import type { EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";

import { placeOf } from "./carets.ts";

/** Where such words begin and end: relative positions as JSON, in either order. */
export interface Marked {
  from: string | null;
  to: string | null;
}

interface Shown {
  marked: Marked[];
  decorations: DecorationSet;
}

const key = new PluginKey<Shown>("marks");

/** The marked words of one field. */
export function marks(): Plugin<Shown> {
  return new Plugin<Shown>({
    key,
    state: {
      init: () => ({ marked: [], decorations: DecorationSet.empty }),
      apply(transaction, shown, _before, state) {
        const news = transaction.getMeta(key) as Marked[] | undefined;
        const marked = news ?? shown.marked;
        if (news || ySyncPluginKey.getState(state)?.isChangeOrigin) return { marked, decorations: draw(state, marked) };
        return { marked, decorations: shown.decorations.map(transaction.mapping, transaction.doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  });
}

export function showMarks(view: EditorView, marked: Marked[]): void {
  if (view.composing) return;
  view.dispatch(view.state.tr.setMeta(key, marked).setMeta("addToHistory", false));
}

function draw(state: EditorState, marked: Marked[]): DecorationSet {
  const decorations = marked.flatMap(({ from, to }) => {
    const places = [from, to].map((place) => (place === null ? null : placeOf(state, place)));
    const [one, other] = places;
    if (one == null || other == null || one === other) return [];
    return [Decoration.inline(Math.min(one, other), Math.max(one, other), { class: "pi-marked" })];
  });
  return DecorationSet.create(state.doc, decorations);
}
