// What goes over the port. The other end is `client/src/island`, which has the document's outbox, its line to the server
// and what is known of the others; the island has a Yjs document that mirrors its replica, and never dials.

/** A place in a document, as Yjs writes it in JSON. */
export type Place = object;

export interface Peer {
  id: number;
  name: string;
  hue: number;
  field: string | null;
  head: Place | null;
}

export type FromPage =
  /** The whole document: begin, or begin anew. Answers to an earlier `epoch` are void. */
  | { type: "open"; epoch: number; version: number; client: number; may_write: boolean; update: Uint8Array }
  | { type: "update"; update: Uint8Array }
  | { type: "may-write"; may_write: boolean }
  | { type: "peers"; peers: string };

export type FromIsland =
  /** A change made here, and in which fields a person made it. */
  | { type: "update"; epoch: number; update: Uint8Array; fields: string[] }
  | { type: "place"; field: string; anchor: string; head: string }
  | { type: "left"; field: string }
  | { type: "shown"; field: string }
  | { type: "comment"; field: string; anchor: string; head: string; quote: string }
  | { type: "too-old" };
