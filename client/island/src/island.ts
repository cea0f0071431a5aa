// The prose island. The page imports this when it first needs it, and hands each document a port.

export { close, open } from "./element.ts";
