// The rows of events: more, fewer, in another order; and the words that are not saved yet. Without it the empty rows
// and the boxes «delete» do the same.
(() => {
  const form = document.querySelector("form[data-dossier]")
  if (!form) return
  const words = JSON.parse(document.getElementById("dossier-words").textContent)
  document.querySelector("[data-refusal]")?.focus()

  // Leaving asks while words stand nowhere but here.
  let dirty = "typed" in form.dataset
  let sent = false
  const touched = () => {
    dirty = true
  }
  form.addEventListener("input", touched)
  form.addEventListener("change", touched)
  window.django?.jQuery?.(form).on("select2:select select2:unselect", touched)
  form.addEventListener("submit", (event) => {
    // A second press of a button is not a second act.
    if (sent) event.preventDefault()
    sent = true
  })
  addEventListener("pageshow", () => {
    sent = false
  })
  addEventListener("beforeunload", (event) => {
    if (dirty && !sent) event.preventDefault()
  })
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
      event.preventDefault()
      form.requestSubmit(form.querySelector("[data-save]"))
    }
  })

  const list = form.querySelector("[data-rows]")
  const pattern = form.querySelector("template[data-row]")
  if (!pattern) return
  const said = form.querySelector("[data-row-said]")
  const add = form.querySelector("[data-add-row]")
  const rows = () => [...list.children]
  const filled = (row) => [...row.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), textarea, select")].some((field) => field.value)
  const numbers = rows().map((row) => Number(row.id.split("-")[1]))
  let next = Math.max(-1, ...numbers) + 1

  const tell = () => {
    rows().forEach((row, place) => {
      row.setAttribute("role", "group")
      row.setAttribute("aria-label", words.event.replace("%s", place + 1))
      row.querySelector("[data-earlier]").disabled = place === 0
      row.querySelector("[data-later]").disabled = place === rows().length - 1
    })
    add.disabled = rows().length >= words.most
  }
  const move = (row, other, before, button) => {
    if (!other) return
    if (before) other.before(row)
    else other.after(row)
    touched()
    tell()
    const again = button.disabled ? row.querySelector("[data-earlier]:not(:disabled), [data-later]:not(:disabled)") : button
    again?.focus()
    said.textContent = row.getAttribute("aria-label")
  }
  const enhance = (row) => {
    const box = row.querySelector(".event-delete")
    box.hidden = true
    const [earlier, later, remove] = ["earlier", "later", "remove-row"].map((name) => row.querySelector(`[data-${name}]`))
    for (const button of [earlier, later, remove]) button.hidden = false
    earlier.addEventListener("click", () => move(row, row.previousElementSibling, true, earlier))
    later.addEventListener("click", () => move(row, row.nextElementSibling, false, later))
    remove.addEventListener("click", () => {
      const near = row.nextElementSibling ?? row.previousElementSibling
      row.remove()
      touched()
      tell()
      ;(near?.querySelector("[data-remove-row]") ?? add).focus()
    })
  }
  const more = () => {
    const row = pattern.content.firstElementChild.cloneNode(true)
    for (const part of [row, ...row.querySelectorAll("[id], [name], [for]")]) {
      for (const name of ["id", "name", "for"]) {
        const value = part.getAttribute(name)
        if (value) part.setAttribute(name, value.replace("event-0000", `event-${next}`))
      }
    }
    next += 1
    list.append(row)
    enhance(row)
    tell()
    return row
  }

  // The empty rows were for whoever has no script.
  rows().filter((row) => !filled(row)).forEach((row) => row.remove())
  rows().forEach(enhance)
  add.hidden = false
  add.addEventListener("click", () => more().querySelector("input:not([type=hidden])").focus())
  tell()
})()
