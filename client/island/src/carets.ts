// Where the others are: a bar in each one's hue, with the first name for two seconds after it moved, then a small square.
//
// Hues are classes, because the page's policy allows no style in the markup.

import { Plugin, PluginKey } from "prosemirror-state";
import type { EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { EditorView } from "prosemirror-view";
import { createRelativePositionFromJSON } from "yjs";
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";

import type { Peer } from "./messages.ts";

const NAMED_MS = 2_000;

interface Caret extends Peer {
  isNamed: boolean;
}

interface Shown {
  carets: Caret[];
  decorations: DecorationSet;
}

const key = new PluginKey<Shown>("carets");

/** The carets in a field; hand what is known of the others to `show`. */
export function carets(): Plugin<Shown> {
  return new Plugin<Shown>({
    key,
    state: {
      init: () => ({ carets: [], decorations: DecorationSet.empty }),
      apply(transaction, shown, _before, state) {
        const moved = transaction.getMeta(key) as Caret[] | undefined;
        const carets = moved ?? shown.carets;
        // After a change from elsewhere the places are looked up again; one's own only pushes them.
        if (moved || ySyncPluginKey.getState(state)?.isChangeOrigin) return { carets, decorations: draw(state, carets) };
        return { carets, decorations: shown.decorations.map(transaction.mapping, transaction.doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  });
}

/** Moves the carets of one view, and takes the names away when they have been seen. */
export class Carets {
  readonly #view: EditorView;
  readonly #movedAt = new Map<number, { head: string; at: number }>();
  #peers: Peer[] = [];
  #timer = 0;

  constructor(view: EditorView) {
    this.#view = view;
  }

  show(peers: Peer[]): void {
    const now = Date.now();
    this.#peers = peers;
    for (const peer of peers) {
      const head = JSON.stringify(peer.head);
      if (this.#movedAt.get(peer.id)?.head !== head) this.#movedAt.set(peer.id, { head, at: now });
    }
    for (const id of this.#movedAt.keys()) {
      if (!peers.some((peer) => peer.id === id)) this.#movedAt.delete(id);
    }
    this.#draw();
  }

  destroy(): void {
    clearTimeout(this.#timer);
  }

  #draw(): void {
    clearTimeout(this.#timer);
    if (this.#view.composing) return; // drawn again when the letter is written
    const now = Date.now();
    const left = (peer: Peer) => (this.#movedAt.get(peer.id)?.at ?? 0) + NAMED_MS - now;
    const carets = this.#peers.map((peer) => ({ ...peer, isNamed: left(peer) > 0 }));
    this.#view.dispatch(this.#view.state.tr.setMeta(key, carets).setMeta("addToHistory", false));
    const next = this.#peers.map(left).filter((ms) => ms > 0);
    if (next.length > 0) this.#timer = window.setTimeout(() => this.#draw(), Math.min(...next));
  }
}

function draw(state: EditorState, carets: Caret[]): DecorationSet {
  const decorations = carets.flatMap((caret) => {
    const at = position(state, caret);
    if (at === null) return [];
    const spec = { side: 10, key: `${caret.id} ${caret.name} ${caret.isNamed}`, ignoreSelection: true };
    return [Decoration.widget(at, () => element(caret), spec)];
  });
  return DecorationSet.create(state.doc, decorations);
}

/** Where a caret stands in this field; null when that is not known here. */
function position(state: EditorState, { head }: Peer): number | null {
  const sync = ySyncPluginKey.getState(state);
  if (head === null || !sync?.binding) return null;
  try {
    const place = createRelativePositionFromJSON(head);
    const at = relativePositionToAbsolutePosition(sync.doc, sync.type, place, sync.binding.mapping);
    return at === null ? null : Math.min(Math.max(at, 0), state.doc.content.size);
  } catch {
    return null; // it comes from another browser, and may be anything
  }
}

function element({ name, hue, isNamed }: Caret): HTMLElement {
  const bar = document.createElement("span");
  bar.className = `pi-caret hue-${hue}`;
  bar.ariaHidden = "true";
  const flag = document.createElement("span");
  flag.className = isNamed ? "pi-caret-name" : "pi-caret-square";
  if (isNamed) flag.textContent = name;
  bar.append(flag);
  return bar;
}
