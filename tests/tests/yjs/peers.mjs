// Stock Yjs documents for `tests/tests/yjs`: one JSON request a line on stdin, one JSON answer a line on stdout.
// Updates and state vectors are base64. What is drawn comes from the test, so that a seed decides everything.

import { createInterface } from 'node:readline'
import * as Y from 'yjs'

const ROOT_TEXTS = ['conclusion']
const WORDS = ['a', 'båt ', '🌊', 'æøå', 'en lengre setning. ', '\n', '👩‍👩‍👧', 'Š']
let docs = []

const encoded = (bytes) => Buffer.from(bytes).toString('base64')
const decoded = (text) => new Uint8Array(Buffer.from(text, 'base64'))

function open({ clientIds, seed }) {
  docs = clientIds.map((clientId) => {
    const doc = new Y.Doc()
    doc.clientID = clientId
    Y.applyUpdate(doc, decoded(seed))
    return doc
  })
}

function texts(doc) {
  const found = ROOT_TEXTS.map((name) => [name, doc.getText(name)])
  for (const root of ['indicators', 'proposals']) {
    for (const [id, row] of doc.getMap(root)) {
      if (!(row instanceof Y.Map)) continue
      for (const [field, value] of row) {
        if (value instanceof Y.Text) found.push([`${root}/${id}/${field}`, value])
      }
    }
  }
  return found.sort(([one], [other]) => (one < other ? -1 : 1))
}

/** The same as the server reads: the form's texts, and the proposals that are not removed. */
function read(doc) {
  const rows = [...doc.getMap('proposals')]
    .filter(([, row]) => row instanceof Y.Map && row.get('removed') !== true)
    .map(([id, row]) => [row.get('order') ?? '', id, row])
    .sort((a, b) => (a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? -1 : 1))
  const shown = texts(doc).filter(([name]) => !name.startsWith('proposals/'))
  return {
    texts: Object.fromEntries(shown.map(([name, text]) => [name, text.toString()])),
    rows: rows.map(([, id, row]) => [id, row.get('indicator') ?? null, row.get('title').toString(), row.get('text').toString()]),
  }
}

/** One small change; `draws` are numbers that decide which. */
function edit(doc, draws) {
  const draw = (n) => draws.shift() % n
  const rows = doc.getMap('proposals')
  const ids = [...rows.keys()].sort()
  const row = () => rows.get(ids[draw(ids.length)])
  switch (ids.length === 0 ? 0 : draw(10)) {
    case 0: {
      const added = new Y.Map([['title', new Y.Text(WORDS[draw(WORDS.length)])], ['text', new Y.Text('')]])
      added.set('order', String(10 + draw(80)))
      return rows.set(`p-y${doc.clientID}-${ids.length}-${draw(1000)}`, added)
    }
    case 1:
      return row().set('order', String(10 + draw(80)))
    case 2:
      return row().set('removed', draw(2) === 0)
    case 3:
      return row().set('indicator', draw(3) === 0 ? null : 'styre-og-ledelse')
    default:
      return type(texts(doc), draw)
  }
}

function type(all, draw) {
  const [, text] = all[draw(all.length)]
  const at = draw(text.length + 1)
  const length = Math.min(draw(4), text.length - at)
  text.doc.transact(() => {
    if (length > 0) text.delete(at, length)
    if (draw(4) > 0) text.insert(at, WORDS[draw(WORDS.length)])
  })
}

/** What the document said about itself while something was done to it. */
function watched(doc, act) {
  const updates = []
  const hear = (update) => updates.push(encoded(update))
  doc.on('update', hear)
  act()
  doc.off('update', hear)
  return updates
}

const answers = {
  open: (request) => open(request),
  edit: ({ doc, draws }) => watched(docs[doc], () => edit(docs[doc], draws)),
  apply: ({ doc, update }) => Y.applyUpdate(docs[doc], decoded(update)),
  stateVector: ({ doc }) => encoded(Y.encodeStateVector(docs[doc])),
  diff: ({ doc, stateVector }) => encoded(Y.encodeStateAsUpdate(docs[doc], decoded(stateVector))),
  read: ({ doc }) => read(docs[doc]),
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  console.log(JSON.stringify(answers[request.ask](request) ?? null))
}
