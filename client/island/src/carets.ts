// Where the others are: a bar in each one's hue. A caret that moves is a new element, so that the style sheet shows the
// name for two seconds and then a small square.
//
// Hues are classes, because the page's policy allows no style in the markup.

import { Plugin, PluginKey } from "prosemirror-state";
import type { EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { EditorView } from "prosemirror-view";
import { createRelativePositionFromJSON } from "yjs";
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";

import type { Peer } from "./messages.ts";

interface Shown {
  peers: Peer[];
  decorations: DecorationSet;
}

const key = new PluginKey<Shown>("carets");

/** The carets in one field. */
export function carets(): Plugin<Shown> {
  return new Plugin<Shown>({
    key,
    state: {
      init: () => ({ peers: [], decorations: DecorationSet.empty }),
      apply(transaction, shown, _before, state) {
        const moved = transaction.getMeta(key) as Peer[] | undefined;
        const peers = moved ?? shown.peers;
        // After a change from elsewhere the places are looked up again; one's own only pushes them.
        if (moved || ySyncPluginKey.getState(state)?.isChangeOrigin) return { peers, decorations: draw(state, peers) };
        return { peers, decorations: shown.decorations.map(transaction.mapping, transaction.doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  });
}

/** Puts the carets of a view where the others are now. */
export function showPeers(view: EditorView, peers: Peer[]): void {
  // Redrawing beside a letter that is being composed would end it; this is called again once it is written.
  if (view.composing) return;
  view.dispatch(view.state.tr.setMeta(key, peers).setMeta("addToHistory", false));
}

function draw(state: EditorState, peers: Peer[]): DecorationSet {
  const decorations = peers.flatMap((peer) => {
    const at = position(state, peer);
    if (at === null) return [];
    const spec = { side: 10, key: `${peer.id} ${peer.name} ${JSON.stringify(peer.head)}`, ignoreSelection: true };
    return [Decoration.widget(at, () => element(peer), spec)];
  });
  return DecorationSet.create(state.doc, decorations);
}

/** Where a caret stands in this field; null when that is not known here. */
function position(state: EditorState, { head }: Peer): number | null {
  return head === null ? null : placeOf(state, head);
}

/** Where a relative position, as JSON or read from it, is in this field; null when that is not known here. */
export function placeOf(state: EditorState, json: object | string): number | null {
  const sync = ySyncPluginKey.getState(state);
  if (!sync?.binding) return null;
  try {
    const place = createRelativePositionFromJSON(typeof json === "string" ? JSON.parse(json) : json);
    const at = relativePositionToAbsolutePosition(sync.doc, sync.type, place, sync.binding.mapping);
    return at === null ? null : Math.min(Math.max(at, 0), state.doc.content.size);
  } catch {
    return null; // it comes from another browser, and may be anything
  }
}

function element({ name, hue }: Peer): HTMLElement {
  const bar = document.createElement("span");
  bar.className = `caret hue-${hue}`;
  bar.ariaHidden = "true";
  const flag = document.createElement("i");
  flag.textContent = name;
  bar.append(flag);
  return bar;
}
