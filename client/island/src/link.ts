// The address of a link, asked for in a row under the toolbar: one field, and what may be done with it.

import { typedAddress } from "./address.ts";
import type { Words } from "./words.ts";

let nForms = 0;

export class LinkForm {
  readonly element = document.createElement("form");
  readonly #input = document.createElement("input");
  readonly #wrong = document.createElement("p");
  readonly #remove: HTMLButtonElement;
  readonly #done: (href: string | null | undefined) => void;

  /** `done` is told the address, none to remove the link, or nothing when nothing shall change. */
  constructor(words: Words, done: (href: string | null | undefined) => void) {
    this.#done = done;
    const id = `pi-link-${(nForms += 1)}`;
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = words.address;
    Object.assign(this.#input, { id, type: "text", inputMode: "url", autocomplete: "off", spellcheck: false });
    this.#input.className = "ds-input";
    this.#input.autocapitalize = "none";
    this.#wrong.id = `${id}-wrong`;
    this.#wrong.className = "pi-wrong";
    this.#wrong.role = "alert";
    this.#wrong.dataset.text = words.address_wrong;
    this.#remove = button(words.remove, () => this.#close(null));
    this.element.className = "pi-link";
    this.element.noValidate = true;
    this.element.hidden = true;
    const save = button(words.save);
    save.type = "submit";
    this.element.append(label, this.#input, save, this.#remove, button(words.cancel, () => this.#close(undefined)), this.#wrong);
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.#close(undefined);
    });
  }

  open(href: string): void {
    this.#input.value = href.replace(/^mailto:/, "");
    this.#remove.hidden = href === "";
    this.#say(false);
    this.element.hidden = false;
    this.#input.focus();
    this.#input.select();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const href = typedAddress(this.#input.value);
    if (href === null) return this.#say(true);
    this.#close(href);
  }

  #say(isWrong: boolean): void {
    this.#wrong.textContent = isWrong ? this.#wrong.dataset.text! : "";
    this.#input.ariaInvalid = isWrong ? "true" : null;
    if (isWrong) this.#input.setAttribute("aria-describedby", this.#wrong.id);
    else this.#input.removeAttribute("aria-describedby");
  }

  #close(href: string | null | undefined): void {
    this.element.hidden = true;
    this.#done(href);
  }
}

function button(words: string, act?: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "ds-button";
  element.dataset.variant = act ? "tertiary" : "secondary";
  element.dataset.size = "sm";
  element.textContent = words;
  if (act) element.addEventListener("click", act);
  return element;
}
