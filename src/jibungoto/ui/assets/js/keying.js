// <form data-keying>: a sheet is typed with one hand. A digit chooses in the item at hand and leads
// on to the next; Enter leads on, and after the last item sends the sheet; arrows go up and down.
// data-keying="one": there is one item only, and Enter sends it. Without this script it is a form.
const form = document.querySelector("form[data-keying]");
if (form) start(form);

function start(form) {
  const items = [...form.querySelectorAll("[data-item]")];
  const one = form.dataset.keying === "one";
  const button = form.querySelector("button[type=submit]");

  const fieldOf = (item) =>
    item.querySelector("input:checked") ?? item.querySelector("input, textarea");
  const go = (to) => {
    const item = items[Math.max(0, to)];
    if (!item) return button.focus();
    const field = fieldOf(item);
    field.focus({ preventScroll: true });
    if (field.select && field.type !== "radio" && field.type !== "checkbox") field.select();
    item.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const at = () => items.indexOf(document.activeElement?.closest?.("[data-item]"));

  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const here = at();
    const target = event.target;
    const text = target.tagName === "TEXTAREA" || target.inputMode === "numeric";
    if (event.key === "Enter" && !(target.tagName === "TEXTAREA" && event.shiftKey)) {
      if (target.tagName === "BUTTON" || target.tagName === "A") return;
      event.preventDefault();
      if (one || here === items.length - 1) form.requestSubmit(button);
      else go(here + 1);
      return;
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && target.tagName !== "TEXTAREA") {
      event.preventDefault();
      go(here + (event.key === "ArrowDown" ? 1 : -1));
      return;
    }
    if (text || here < 0 || !/^[0-9+-]$/.test(event.key)) return;
    event.preventDefault();
    choose(items[here], event.key, here);
  });

  function choose(item, digit, here) {
    const boxes = [...item.querySelectorAll("input")];
    const many = boxes.some((box) => box.type === "checkbox");
    const wanted = boxes.find((box) => box.dataset.digit === digit);
    if (many && !wanted && digit === "0" && !one) {
      for (const box of boxes) box.checked = false;
      return go(here + 1);
    }
    if (many && wanted && "none" in wanted.dataset) {
      for (const box of boxes) box.checked = box === wanted;
      if (!one) go(here + 1);
      return;
    }
    if (!wanted) return;
    wanted.checked = many ? !wanted.checked : true;
    wanted.focus({ preventScroll: true });
    if (many) {
      const none = boxes.find((box) => "none" in box.dataset);
      if (none) none.checked = false;
    } else if (!one) go(here + 1);
  }

  form.addEventListener("submit", () => button.setAttribute("aria-disabled", "true"));
  const serial = form.elements.serial;
  if (serial && !serial.value) serial.focus();
  else go(0);
}
