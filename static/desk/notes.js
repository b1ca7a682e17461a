// Notes beside the piece: added without sending the form, so that nothing else that was typed moves.
(() => {
  const room = document.querySelector("[data-notes][data-address]")
  const form = document.querySelector("form[data-writing]")
  if (!form) return
  const field = form.elements.note

  // Returned without a word the writer would not know what to change.
  for (const button of form.querySelectorAll("[data-needs-note]")) {
    button.addEventListener("click", (event) => {
      if (field.value.trim()) return
      event.preventDefault()
      field.setAttribute("aria-invalid", "true")
      demand(words.noteDemanded)
      field.focus()
      field.scrollIntoView({ block: "center" })
    })
  }
  field.addEventListener("input", () => {
    field.removeAttribute("aria-invalid")
    demand("")
  })

  const words = JSON.parse(document.getElementById("editor-words")?.textContent ?? "{}")
  const said = (sentence) => {
    form.querySelector("[data-note-said]").textContent = sentence
  }
  const demand = (sentence) => {
    form.querySelector("[data-note-demand]").textContent = sentence
  }
  if (!room) return

  const send = async () => {
    const text = field.value
    const body = new FormData()
    body.set("text", text)
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    const answer = await fetch(`${room.dataset.address}?part=1`, { method: "POST", body, redirect: "error" })
    if (answer.status !== 200 && answer.status !== 422) throw new Error(answer.status)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    room.querySelector("[data-thread]").replaceChildren(...page.body.childNodes)
    if (answer.status === 422) return said("")
    // What was typed while the note was on its way stays.
    if (field.value === text) field.value = ""
    field.dispatchEvent(new Event("input", { bubbles: true }))
    return said(words.noteSaid)
  }

  let sending = false
  room.querySelector("[data-say]").addEventListener("click", async (event) => {
    event.preventDefault()
    if (sending || !field.value.trim()) {
      field.focus()
      return
    }
    sending = true
    said(words.noteSending)
    await send().catch(() => said(words.noteFailed))
    sending = false
  })
})()
