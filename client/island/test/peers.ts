// Stock Yjs documents with the island's schema and y-prosemirror, for `tests/tests/island`: one JSON request a line on
// stdin, one JSON answer a line on stdout. What is drawn comes from the test, so that a seed decides everything.
//
// There is no page: the editor's state is made from the document, changed by the island's own commands, and written back
// by the same function that the binding uses.

import { splitBlock } from "prosemirror-commands";
import { Slice, Fragment } from "prosemirror-model";
import type { Node } from "prosemirror-model";
import { splitListItemKeepMarks } from "prosemirror-schema-list";
import { EditorState, TextSelection } from "prosemirror-state";
import type { Command } from "prosemirror-state";
import { Doc, applyUpdate, encodeStateAsUpdate, encodeStateVector } from "yjs";
import { initProseMirrorDoc, updateYFragment } from "y-prosemirror";

import { blocks } from "./blocks.ts";
import { bold, bullets, heading, italic, numbers, setLink } from "../src/commands.ts";
import { schema } from "../src/schema.ts";

declare const process: { stdin: AsyncIterable<Uint8Array>; stdout: { write: (text: string) => void } };
declare const Buffer: { from: (data: unknown, encoding?: string) => Uint8Array & { toString: (encoding: string) => string } };

const PIECES = ["prose/resultater/maaloppnaaelse", "prose/marin-verdiskaping/strategier"];
const WORDS = ["a", "båt ", "🌊", "æøå", "en lengre setning. ", "👩‍👩‍👧", "\u00a0"];
const ADDRESSES = ["https://fjordvik.example/a?b=1&c=%22", "mailto:post@fjordvik.example", null];

const PORT = "port";
let docs: Doc[] = [];

const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const decoded = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

/** What the document said about itself while something was done to it, but for what came from elsewhere. */
function watched(doc: Doc, act: () => void): string[] {
  const updates: string[] = [];
  const hear = (update: Uint8Array, origin: unknown) => {
    if (origin !== PORT) updates.push(encoded(update));
  };
  doc.on("update", hear);
  act();
  doc.off("update", hear);
  return updates;
}

/** As an editor shows it, which deletes what does not fit. */
function shown(doc: Doc, piece: string): { doc: Node; mapping: Map<never, never> } {
  return initProseMirrorDoc(doc.getXmlFragment(piece), schema) as never;
}

/** No caret stands inside a letter of two units. */
function whole(words: Node, at: number): number {
  const isInside = at > 0 && /[\ud800-\udbff]$/.test(words.textBetween(at - 1, at));
  return isInside ? at + 1 : at;
}

function edit(doc: Doc, draws: number[]): void {
  const draw = (n: number) => draws.shift()! % n;
  const piece = PIECES[draw(PIECES.length)]!;
  const { doc: words, mapping } = shown(doc, piece);
  const size = words.content.size;
  const [one, other] = [whole(words, draw(size + 1)), draw(2) === 0 ? whole(words, draw(size + 1)) : null];
  let state = EditorState.create({ schema, doc: words });
  const selection = TextSelection.between(state.doc.resolve(one), state.doc.resolve(other ?? one));
  state = state.apply(state.tr.setSelection(selection));
  const act = [type, type, type, take, split, item, bold, italic, heading, bullets, numbers, link, lineBreak, pasted][draw(14)]!;
  const command: Command = act.length === 1 ? (act as (draw: (n: number) => number) => Command)(draw) : (act as Command);
  command(state, (transaction) => (state = state.apply(transaction)));
  doc.transact(() => {
    updateYFragment(doc, doc.getXmlFragment(piece), state.doc, { mapping, isOMark: new Map() } as never);
  });
}

const type = (draw: (n: number) => number): Command => (state, dispatch) => {
  dispatch!(state.tr.insertText(WORDS[draw(WORDS.length)]!));
  return true;
};
const take: Command = (state, dispatch) => {
  dispatch!(state.tr.deleteSelection());
  return true;
};
const split: Command = (state, dispatch, view) => splitBlock(state, dispatch, view);
const item: Command = (state, dispatch, view) => splitListItemKeepMarks(schema.nodes.listItem!)(state, dispatch, view);
const link = (draw: (n: number) => number): Command => setLink(ADDRESSES[draw(ADDRESSES.length)]!);
const lineBreak: Command = (state, dispatch) => {
  dispatch!(state.tr.replaceSelectionWith(schema.nodes.hardBreak!.create()));
  return true;
};
const pasted: Command = (state, dispatch) => {
  const { paragraph, bulletList, listItem } = schema.nodes;
  const line = (text: string) => paragraph!.create(null, schema.text(text, [schema.marks.bold!.create()]));
  const content = Fragment.from([line("limt"), bulletList!.create(null, [listItem!.create(null, line("punkt"))])]);
  dispatch!(state.tr.replaceSelection(new Slice(content, 1, 0)));
  return true;
};

const answers: Record<string, (request: any) => unknown> = {
  open: ({ clientIds, seed }) => {
    docs = clientIds.map((clientId: number) => {
      const doc = new Doc();
      doc.clientID = clientId;
      applyUpdate(doc, decoded(seed));
      return doc;
    });
  },
  edit: ({ doc, draws }) => watched(docs[doc]!, () => edit(docs[doc]!, draws)),
  apply: ({ doc, update }) => watched(docs[doc]!, () => applyUpdate(docs[doc]!, decoded(update), PORT)),
  /** What an editor that shows the document tidies up. */
  show: ({ doc }) => watched(docs[doc]!, () => PIECES.forEach((piece) => shown(docs[doc]!, piece))),
  stateVector: ({ doc }) => encoded(encodeStateVector(docs[doc]!)),
  diff: ({ doc, stateVector }) => encoded(encodeStateAsUpdate(docs[doc]!, decoded(stateVector))),
  read: ({ doc }) =>
    Object.fromEntries(
      PIECES.filter((piece) => docs[doc]!.getXmlFragment(piece).length > 0).map((piece) => [piece, blocks(shown(docs[doc]!, piece).doc)]),
    ),
};

let rest = "";
for await (const chunk of process.stdin) {
  rest += new TextDecoder().decode(chunk, { stream: true });
  for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
    const request = JSON.parse(rest.slice(0, end));
    rest = rest.slice(end + 1);
    process.stdout.write(`${JSON.stringify(answers[request.ask]!(request) ?? null)}\n`);
  }
}
