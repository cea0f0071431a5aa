// Writes `shared/src/document/chapters/tests/fixtures.json`: updates that stock Yjs made with the island's schema, and how
// the editor reads them. Run by hand when the schema changes:
//
//   node_modules/.bin/esbuild test/fixtures.ts --bundle --platform=node --format=esm | node --input-type=module \
//     > ../../shared/src/document/chapters/tests/fixtures.json

import type { Node } from "prosemirror-model";
import { Doc, encodeStateAsUpdate } from "yjs";
import { initProseMirrorDoc, updateYFragment } from "y-prosemirror";

import { blocks } from "./blocks.ts";
import { schema } from "../src/schema.ts";

declare const Buffer: { from: (data: unknown) => { toString: (encoding: string) => string } };

const ROOT = "prose/a/b";
const { paragraph, heading, bulletList, orderedList, listItem, hardBreak } = schema.nodes;
const bold = schema.marks.bold!.create();
const italic = schema.marks.italic!.create();
const link = schema.marks.link!.create({ href: "https://fjordvik.example/a?b=1&c=2" });

const p = (...words: Node[]) => paragraph!.create(null, words);
const li = (...words: Node[]) => listItem!.create(null, p(...words));
const t = schema.text.bind(schema);
const doc = (...nodes: Node[]) => schema.nodes.doc!.create(null, nodes);

/** Each a document as it was written, step by step. */
const histories: Record<string, Node[]> = {
  "two paragraphs": [doc(p(t("Vi er på vei 🌊."))), doc(p(t("Vi er på vei 🌊.")), p(t("Snart.")))],
  "marks over and beside each other": [
    doc(p(t("En to tre fire"))),
    doc(p(t("En "), t("to ", [bold]), t("tre", [bold, italic]), t(" fire"))),
    doc(p(t("En "), t("to ", [bold]), t("tre", [italic]), t(" fire"))),
  ],
  "a link, moved and changed": [
    doc(p(t("Se her nå"))),
    doc(p(t("Se "), t("her", [link]), t(" nå"))),
    doc(p(t("Se "), t("her ", [link]), t("nå", [link, bold]))),
  ],
  "headings of both levels": [
    doc(heading!.create({ level: 2 }, t("Mål")), p(t("Under."))),
    doc(heading!.create({ level: 3 }, t("Mål")), p(t("Under."))),
  ],
  "lists": [
    doc(bulletList!.create(null, [li(t("en")), li(t("to"))]), orderedList!.create(null, li(t("først")))),
    doc(bulletList!.create(null, [li(t("en")), li(t("midt"), hardBreak!.create(), t("i")), li(t("to"))]), orderedList!.create(null, li(t("først")))),
  ],
  "line breaks and nothing": [doc(p(t("over"), hardBreak!.create(), t("under")), p()), doc(p(hardBreak!.create(), t("under")))],
  "all of it taken away": [doc(p(t("bort")), bulletList!.create(null, li(t("bort")))), doc(p())],
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function play([name, versions]: [string, Node[]]): object {
  const written = new Doc();
  written.clientID = 4_000_000_001;
  const updates: string[] = [];
  written.on("update", (update: Uint8Array) => updates.push(hex(update)));
  const fragment = written.getXmlFragment(ROOT);
  for (const version of versions) {
    const { mapping } = initProseMirrorDoc(fragment, schema);
    written.transact(() => updateYFragment(written, fragment, version, { mapping, isOMark: new Map() } as never));
  }
  const read = initProseMirrorDoc(fragment, schema).doc;
  return { name, updates, whole: hex(encodeStateAsUpdate(written)), blocks: blocks(read) };
}

console.log(JSON.stringify(Object.entries(histories).map(play), null, 1));
