// Django's search boxes say to nobody what they are for: each takes the words of its field's label.
const name = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const words = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim().replace(/:$/, "")
    const box = select.nextElementSibling
    if (!words || !box?.matches(".select2")) continue
    for (const part of box.querySelectorAll(".select2-selection--single, span.select2-selection__rendered, .select2-search__field")) {
      part.removeAttribute("aria-labelledby")
      part.setAttribute("aria-label", words)
    }
  }
}
// They are built when the page is ready, by a script that takes its time.
window.django?.jQuery?.(() => setTimeout(name))
window.addEventListener("load", () => setTimeout(name, 100))
document.addEventListener("focusin", name)
