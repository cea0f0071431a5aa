// On a touch screen the toolbar stands above the keyboard while somebody writes, wherever the field is on the page.

const COARSE = "(pointer: coarse)";

/** Answers how to stop. */
export function followKeyboard(field: HTMLElement, toolbar: HTMLElement): () => void {
  const viewport = window.visualViewport;
  if (!viewport || !matchMedia(COARSE).matches) return () => {};
  const place = () => {
    const covered = window.innerHeight - viewport.height - viewport.offsetTop;
    const isOver = covered > 0 && field.contains(document.activeElement);
    toolbar.classList.toggle("pi-over", isOver);
    toolbar.style.bottom = isOver ? `${covered}px` : "";
  };
  const onFocus = () => requestAnimationFrame(place);
  const events: [EventTarget, string, () => void][] = [
    [viewport, "resize", place],
    [viewport, "scroll", place],
    [field, "focusin", onFocus],
    [field, "focusout", onFocus],
  ];
  for (const [target, name, act] of events) target.addEventListener(name, act);
  return () => events.forEach(([target, name, act]) => target.removeEventListener(name, act));
}
