// The toolbar: one stop for the Tab key, arrows inside, Escape back to the words. Words where an icon would be unclear.

import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { undo, yUndoPluginKey } from "y-prosemirror";

import bulletIcon from "../../assets/icons/BulletList.svg";
import commentIcon from "../../assets/icons/ChatElipsis.svg";
import linkIcon from "../../assets/icons/Link.svg";
import numberIcon from "../../assets/icons/NumberList.svg";
import undoIcon from "../../assets/icons/ArrowUndo.svg";
import { bold, bullets, hasMark, heading, headingLevel, italic, listAround, numbers } from "./commands.ts";
import { schema } from "./schema.ts";
import type { Words } from "./words.ts";

interface Tool {
  /** What it is called, and what it looks like when that is not its name. */
  name: string;
  face?: string;
  icon?: string;
  keys?: string;
  className?: string;
  act: () => void;
  /** None when it is never on. */
  isOn?: (state: EditorState) => boolean;
  can?: (state: EditorState) => boolean;
  /** A name that says more about where the caret is. */
  nameAt?: (state: EditorState) => string;
}

export interface Hooks {
  openLink: () => void;
  comment: (() => void) | null;
}

export class Toolbar {
  readonly element = document.createElement("div");
  readonly #view: EditorView;
  readonly #tools: { tool: Tool; button: HTMLButtonElement }[];

  constructor(view: EditorView, words: Words, hooks: Hooks) {
    this.#view = view;
    this.element.className = "pi-bar";
    this.element.role = "toolbar";
    this.element.ariaLabel = words.toolbar;
    this.#tools = this.#list(words, hooks).map((tool) => ({ tool, button: face(tool) }));
    this.#tools.forEach(({ tool, button }, idx) => {
      button.tabIndex = idx === 0 ? 0 : -1;
      // The caret stays where it is when somebody taps.
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => button.ariaDisabled !== "true" && tool.act());
    });
    this.element.append(...this.#tools.map(({ button }) => button));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusin", (event) => this.#stopAt(event.target as Element));
    this.update(view.state);
  }

  focus(): void {
    this.#buttons.find((button) => button.tabIndex === 0)?.focus();
  }

  update(state: EditorState): void {
    for (const { tool, button } of this.#tools) {
      if (tool.isOn) button.ariaPressed = String(tool.isOn(state));
      if (tool.can) button.ariaDisabled = String(!tool.can(state));
      if (tool.nameAt) button.textContent = tool.nameAt(state);
    }
  }

  get #buttons(): HTMLButtonElement[] {
    return this.#tools.map(({ button }) => button);
  }

  #list(words: Words, hooks: Hooks): Tool[] {
    const { bold: boldMark, italic: italicMark } = schema.marks;
    const { bulletList, orderedList } = schema.nodes;
    const headings = [words.heading, words.heading, words.heading, words.subheading];
    const tools: Tool[] = [
      { name: words.bold, face: words.bold_short, className: "pi-b", keys: "Control+B", act: this.#run(bold), isOn: (state) => hasMark(state, boldMark!) },
      { name: words.italic, face: words.italic_short, className: "pi-i", keys: "Control+I", act: this.#run(italic), isOn: (state) => hasMark(state, italicMark!) },
      {
        name: words.heading,
        act: this.#run(heading),
        isOn: (state) => headingLevel(state) > 0,
        can: (state) => heading(state),
        nameAt: (state) => headings[headingLevel(state)]!,
      },
      { name: words.bullets, icon: bulletIcon, keys: "Control+Shift+8", act: this.#run(bullets), isOn: (state) => listAround(state) === bulletList },
      { name: words.numbers, icon: numberIcon, keys: "Control+Shift+7", act: this.#run(numbers), isOn: (state) => listAround(state) === orderedList },
      { name: words.link, icon: linkIcon, keys: "Control+K", act: hooks.openLink, isOn: (state) => hasMark(state, schema.marks.link!) },
      { name: words.undo, icon: undoIcon, keys: "Control+Z", className: "pi-apart", act: () => undo(this.#view.state), can: hasUndo },
    ];
    if (hooks.comment) tools.push({ name: words.comment, face: words.comment, icon: commentIcon, act: hooks.comment });
    return tools;
  }

  #run(command: Command): () => void {
    return () => {
      command(this.#view.state, this.#view.dispatch, this.#view);
      if (!this.element.contains(document.activeElement)) this.#view.focus();
    };
  }

  #key(event: KeyboardEvent): void {
    const buttons = this.#buttons;
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") this.#view.focus();
    else if (to !== undefined) buttons[(to + buttons.length) % buttons.length]!.focus();
    else return;
    event.preventDefault();
  }

  #stopAt(target: Element): void {
    for (const button of this.#buttons) button.tabIndex = button === target ? 0 : -1;
  }
}

function hasUndo(state: EditorState): boolean {
  return yUndoPluginKey.getState(state)?.undoManager.canUndo() ?? false;
}

function face(tool: Tool): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `pi-tool ${tool.className ?? ""}`.trim();
  if (tool.icon) button.innerHTML = tool.icon.trim();
  if (!tool.icon || tool.face) button.append(tool.face ?? tool.name);
  if (!button.textContent || tool.face !== undefined) {
    button.ariaLabel = tool.name;
    button.dataset.tooltip = tool.name;
  }
  if (tool.keys) button.setAttribute("aria-keyshortcuts", tool.keys);
  return button;
}
