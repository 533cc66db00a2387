// Voting by keys, and the courtesies of writing a statement. Pages work without.
import { fresh } from "./words.js";

const KEYS = {
  1: "agree", ArrowLeft: "agree",
  2: "pass", ArrowDown: "pass",
  3: "disagree", ArrowRight: "disagree",
};

function isWriting(target) {
  return target.closest?.("input, textarea, select, dialog, [contenteditable]");
}

// Letters and figures count only where the card has the focus: who speaks to the machine, or slips
// on a key elsewhere, casts no vote (WCAG 2.1.4). Arrows and Backspace are no such characters.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isWriting(event.target)) return;
  const card = document.querySelector("#ask");
  if (!card || (event.key.length === 1 && !card.contains(document.activeElement))) return;
  if (event.key === "z" || event.key === "Z" || event.key === "Backspace") {
    const back = card.querySelector("[data-key=back]");
    if (back) {
      event.preventDefault();
      back.click();
    }
    return;
  }
  const button = KEYS[event.key] && card.querySelector(`.votes .${KEYS[event.key]}`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// The board of statements: j and k walk, x marks, a shows and h hides what is marked.
document.addEventListener("keydown", (event) => {
  const board = document.querySelector("[data-board]");
  const writing = isWriting(event.target) && event.target.type !== "checkbox";
  if (!board || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const form = board.closest("form");
  if (!form.contains(document.activeElement)) return;
  const boxes = [...board.querySelectorAll("input[type=checkbox]")];
  const at = boxes.indexOf(document.activeElement);
  const acts = {
    j: () => boxes[Math.min(at + 1, boxes.length - 1)]?.focus(),
    k: () => boxes[Math.max(at - 1, 0)]?.focus(),
    x: () => boxes[at]?.click(),
    a: () => form.querySelector("[data-key=show]")?.click(),
    h: () => hide(form),
  };
  const act = acts[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    act();
  }
});

// Hiding owes a reason: without one the field for it is where the keys go on.
function hide(form) {
  const reasons = [...form.querySelectorAll("[name=reason], [name=reason_usual]")];
  if (reasons.some((field) => field.value)) form.querySelector("[data-key=hide]")?.click();
  else reasons.find((field) => field.tagName === "SELECT")?.focus();
}

// Only whoever has keys is told of them, and may begin with them at once.
function tellOfKeys(root) {
  if (!matchMedia("(hover: hover) and (pointer: fine)").matches) return;
  for (const hint of fresh(root, "[data-keys]")) hint.hidden = false;
  const keyed = document.querySelector("#ask") ?? document.querySelector("[data-board]")?.closest("form");
  if (!keyed || document.activeElement !== document.body) return;
  keyed.tabIndex = -1;
  keyed.focus({ preventScroll: true });
}

// The next card begins where the last one was: its words are read, and the keys go on working.
function goToCard() {
  const card = document.querySelector("#ask");
  card?.focus({ preventScroll: true });
  if (card && card.getBoundingClientRect().top < 0) card.scrollIntoView();
}

function countLetters(root) {
  for (const area of fresh(root, "textarea[data-count]")) {
    const most = Number(area.dataset.count);
    const told = document.createElement("p");
    told.className = "meta count-letters";
    area.after(told);
    const say = () => {
      told.textContent = `${[...area.value].length} / ${most}`;
      told.classList.toggle("late", [...area.value].length > most);
    };
    area.addEventListener("input", say);
    say();
  }
}

function showNear(root) {
  for (const form of root.querySelectorAll("form[data-near]:not([data-asks])")) {
    form.dataset.asks = "yes"; // the form is dressed already: its drafts are kept
    const area = form.querySelector("textarea");
    let waiting = 0;
    let asked = "";
    area?.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        if (area.value === asked) return;
        asked = area.value;
        const body = new URLSearchParams({ text: area.value });
        body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        try {
          const answer = await fetch(form.dataset.near, { method: "POST", body });
          const place = form.querySelector("#near");
          if (answer.ok && place && area.value === asked) place.outerHTML = await answer.text();
        } catch {
          // No connection: the step before sending shows them again.
        }
      }, 500);
    });
  }
}

function dress(root) {
  tellOfKeys(root);
  countLetters(root);
  showNear(root);
}

dress(document);
document.addEventListener("htmx:after:swap", () => {
  dress(document);
  if (document.querySelector("#ask")) goToCard();
});
