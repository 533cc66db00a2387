// A strip that is pushed along (.at-hand) shows the whole of the link the keyboard has come to: a
// browser leaves what is half in sight where it is. A finger's press moves nothing under the finger.
const ROOM = 32;

export function followFocus() {
  document.addEventListener("focusin", ({ target }) => {
    const strip = target.closest(".at-hand");
    if (!strip || !target.matches(":focus-visible")) return;
    const [link, frame] = [target.getBoundingClientRect(), strip.getBoundingClientRect()];
    const before = link.left - frame.left - ROOM;
    const after = link.right - frame.right + ROOM;
    if (before < 0) strip.scrollLeft += before;
    else if (after > 0) strip.scrollLeft += Math.min(after, before);
  });
}
