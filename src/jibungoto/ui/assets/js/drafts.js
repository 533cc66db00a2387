// <form data-autosave="name">: keeps what is being written until this window closes. Nothing is
// kept beyond that: the device may be shared, for instance in a library.
import { fresh, words } from "./words.js";

const SENT = "sent:";

export function keepDrafts(root) {
  const forms = fresh(root, "form[data-autosave]");
  const names = new Set(forms.map((form) => key(form)));
  forgetArrived(names);
  for (const form of forms) {
    const kept = read(key(form));
    if (kept && !root.querySelector("#faults") && put(form, kept)) tell(form, words.restored);
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        sessionStorage.setItem(key(form), JSON.stringify(written(form)));
        tell(form, words.kept);
      }, 600);
    });
    form.addEventListener("submit", () => sessionStorage.setItem(SENT + key(form), "yes"));
  }
}

// A draft that was sent has arrived when the next page is another one, or says that all went well.
function forgetArrived(here) {
  const well = document.querySelector("[data-toasts] .notice.ok");
  for (const name of Object.keys(sessionStorage)) {
    if (!name.startsWith(SENT)) continue;
    const draft = name.slice(SENT.length);
    if (well || !here.has(draft)) sessionStorage.removeItem(draft);
    sessionStorage.removeItem(name);
  }
}

function key(form) {
  return `draft:${form.dataset.autosave}`;
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

function fields(form) {
  const kinds = "textarea, input[type=text], input:not([type]), input[type=email], input[type=url]";
  return [...form.querySelectorAll(kinds)].filter((field) => field.name && !field.dataset.secret);
}

function written(form) {
  return Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
}

function put(form, kept) {
  let changed = false;
  for (const field of fields(form)) {
    if (!field.value && kept[field.name]) {
      field.value = kept[field.name];
      changed = true;
    }
  }
  return changed;
}

function tell(form, sentence) {
  let place = form.querySelector(".saved");
  if (!place) {
    place = document.createElement("p");
    place.className = "saved";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.textContent = sentence;
}
