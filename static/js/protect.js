// Copy protection that serves the author. "attribution": a copy carries title, author and link. "strict": selecting
// and copying by pointer answer with a notice. The keyboard, screen readers, links and fields always stay free.
import { say } from "./site.js";

const article = document.querySelector("[data-protection]");
const { protection, title, author, link, notice } = article.dataset;
const text = article.querySelector(".text");
const FREE = "a, button, input, textarea, select";
const FIELD = "input, textarea, select";
const SHORT = 40;

const isFree = (target, kind = FREE) => target instanceof Element && target.closest(kind);
const inside = (target) => text.contains(target) && !isFree(target);
const chosen = () => {
  const selection = getSelection();
  return !selection.isCollapsed && selection.containsNode(article, true) ? selection : null;
};

function attribute(event) {
  const selection = chosen();
  if (!selection || isFree(event.target, FIELD) || selection.toString().length <= SHORT) return;
  const copied = document.createElement("div");
  for (let place = 0; place < selection.rangeCount; place += 1) {
    copied.append(selection.getRangeAt(place).cloneContents());
  }
  const source = document.createElement("p");
  const address = document.createElement("a");
  address.href = link;
  address.textContent = link;
  source.append(title, document.createElement("br"), author, document.createElement("br"), address);
  copied.append(source);
  event.clipboardData.setData("text/plain", `${selection}\n\n${title}\n${author}\n${link}`);
  event.clipboardData.setData("text/html", copied.innerHTML);
  event.preventDefault();
}

function guard() {
  // Who made the selection that stands: only one made by a pointer is answered.
  let byPointer = false;
  let start = null;

  const release = () => {
    text.classList.remove("held");
    start = null;
  };
  document.addEventListener("pointerdown", (event) => {
    if (!inside(event.target)) return;
    byPointer = true;
    start = event;
    text.classList.add("held");
    if (event.pointerType === "mouse" && event.detail > 1) say(notice);
  });
  document.addEventListener("pointermove", (event) => {
    if (!start || event.pointerType !== "mouse") return;
    if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < 12) return;
    start = null;
    say(notice);
  });
  document.addEventListener("pointerup", () => {
    release();
    if (getSelection().containsNode(text, true) && !getSelection().isCollapsed) byPointer = true;
  });
  document.addEventListener("pointercancel", release);
  document.addEventListener("selectstart", (event) => {
    const node = event.target.nodeType === Node.TEXT_NODE ? event.target.parentElement : event.target;
    if (text.classList.contains("held") && inside(node)) event.preventDefault();
  });
  document.addEventListener("dblclick", (event) => inside(event.target) && say(notice));
  document.addEventListener("keydown", (event) => {
    // By the key's place, because on an Arabic keyboard the letter is another one.
    if ((event.shiftKey && event.key !== "Shift") || event.key === "F7" || ((event.ctrlKey || event.metaKey) && event.code === "KeyA")) {
      release();
      byPointer = false;
    }
    menuByKey = event.key === "ContextMenu" || (event.shiftKey && event.key === "F10");
  }, true);
  let menuByKey = false;
  document.addEventListener("contextmenu", (event) => {
    if (menuByKey || !inside(event.target)) {
      menuByKey = false;
      return;
    }
    event.preventDefault();
    say(notice);
  });
  document.addEventListener("copy", (event) => {
    if (!byPointer || isFree(event.target, FIELD) || !chosen() || !getSelection().containsNode(text, true)) return;
    event.preventDefault();
    say(notice);
  });
}

if (protection === "attribution") document.addEventListener("copy", attribute);
if (protection === "strict") guard();
