// What the search box may mean, offered while somebody types: a list of links below it, walked with the arrow keys.
// Without this script, or without an answer, the form stays the plain form that it is.
const PAUSE = 150;
const LEAST = 2;

function enhance(form) {
  const input = form.querySelector("[type=search]");
  const { suggest } = form.dataset;
  const { offers, said } = input.dataset;
  const counts = said.split("|");
  const list = Object.assign(document.createElement("div"), { id: "offers", className: "offers", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "unseen" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", offers);
  status.setAttribute("role", "status");
  form.append(list, status);
  const state = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(state)) input.setAttribute(name, value);

  let waiting;
  let request;
  let chosen = -1;

  function choose(place) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const option = list.children[chosen];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    choose(-1);
  }

  function close() {
    clearTimeout(waiting);
    request?.abort();
    status.textContent = "";
    open(false);
  }

  function forget() {
    list.replaceChildren();
    close();
  }

  function option({ kind, text, address }, place) {
    const link = Object.assign(document.createElement("a"), { id: `offer-${place}`, href: address, tabIndex: -1 });
    const [words, label] = [document.createElement("bdi"), document.createElement("small")];
    words.textContent = text;
    label.textContent = kind;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.append(words, " ", label);
    return link;
  }

  async function ask(words) {
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${suggest}?q=${encodeURIComponent(words)}`, { signal });
      const { suggestions } = await answer.json();
      if (signal.aborted) return;
      list.replaceChildren(...suggestions.map(option));
      open(suggestions.length > 0);
      status.textContent = counts[suggestions.length] ?? "";
    } catch {
      // Whoever typed on has asked anew; for the rest, no suggestion is no fault.
      if (!signal.aborted) forget();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    request?.abort();
    // Until the answer comes, what stands below answers something else: Enter then sends what was typed.
    choose(-1);
    const words = input.value.trim();
    if ([...words].length < LEAST) forget();
    else waiting = setTimeout(ask, PAUSE, words);
  });

  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || last < 0) return;
    const shut = list.hidden;
    if (shut && !/^Arrow(Up|Down)$/.test(event.key)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (shut) open(true);
      // Past either end stands the box itself, with what was typed.
      if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
      else choose(chosen < 0 ? last : chosen - 1);
    } else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen].click();
    else return;
    event.preventDefault();
  });

  // A press on a suggestion leaves the cursor in the box: the list must still stand when the finger is lifted.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // A page that comes back from the browser's memory comes back closed.
  addEventListener("pagehide", close);
}

const form = document.querySelector("form.seeker[data-suggest]");
if (form) enhance(form);
