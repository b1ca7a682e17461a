// The two buttons of the share bar that need a script: copy the short link, and the device's own share sheet.
const toast = document.querySelector(".toast");
let silence;

export function say(text) {
  clearTimeout(silence);
  toast.textContent = text;
  silence = setTimeout(() => (toast.textContent = ""), 6000);
}

async function copy(button) {
  const { copy: link, done, failed } = button.dataset;
  try {
    await navigator.clipboard.writeText(link);
    say(done);
  } catch {
    say(`${failed} \u2066${link}\u2069`);
  }
}

const copier = document.querySelector("[data-copy]");
if (copier) {
  copier.addEventListener("click", () => copy(copier));
  copier.parentElement.hidden = false;
}

const sheet = document.querySelector("[data-sheet]");
if (sheet && navigator.share) {
  const { sheet: url, title } = sheet.dataset;
  // A closed sheet is an answer, not a fault.
  sheet.addEventListener("click", () => navigator.share({ url, title }).catch(() => {}));
  sheet.parentElement.hidden = false;
}
