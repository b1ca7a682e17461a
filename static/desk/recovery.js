// Words that were never saved: those that the form has opened with, and those that only this device still has. Each is
// shown with what it changes, and nothing is overwritten before somebody has decided.
(() => {
  const room = document.querySelector("[data-recovery]")
  const form = document.querySelector("form[data-writing]")
  const keeping = window.newsroomKeeping
  if (!room || !form || !keeping) return
  const words = JSON.parse(document.getElementById("editor-words").textContent)
  const journal = window.newsroomJournal
  const { differences, add } = room.dataset
  const { user, piece } = document.querySelector("[data-kept]").dataset
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }
  const locale = document.documentElement.lang === "ar" ? "ar-SY-u-nu-latn" : "en-GB"
  const moment = (at) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(at)
  const sentence = (pattern, values) =>
    pattern.split(/(%\(\w+\)s)/).map((piece) => {
      const name = /^%\((\w+)\)s$/.exec(piece)?.[1]
      return name ? make("bdi", { textContent: values[name] }) : piece
    })

  // ---- what the server has -----------------------------------------------------------------------------------------

  for (const details of room.querySelectorAll("details[data-part]")) {
    details.addEventListener("toggle", async () => {
      if (!details.open || details.dataset.read) return
      details.dataset.read = "yes"
      try {
        const answer = await fetch(details.dataset.part, { redirect: "error", headers: { "X-Unattended": "1" } })
        if (!answer.ok) throw new Error(answer.status)
        details.querySelector("[data-shown]").replaceChildren(...fragment(await answer.text()))
      } catch {
        delete details.dataset.read
      }
    })
  }
  const fragment = (text) => [...new DOMParser().parseFromString(text, "text/html").body.childNodes]

  // A link without script; with it the copy goes at once, and a form of its own asks for that.
  for (const link of room.querySelectorAll("a[data-discard]")) {
    link.setAttribute("role", "button")
    link.addEventListener("click", async (event) => {
      event.preventDefault()
      if (!(await journal.question(words.discardAsk, words.discardStay, words.discardGo))) return
      await keeping.hold()
      keeping.end()
      await journal.remove(keeping.self()).catch(() => {})
      const sending = make("form", { method: "post", action: link.dataset.discard, hidden: true })
      for (const name of ["serial", "csrfmiddlewaretoken"]) {
        sending.append(make("input", { type: "hidden", name, value: form.elements[name].value }))
      }
      document.body.append(sending)
      sending.submit()
    })
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return
      event.preventDefault()
      link.click()
    })
  }

  // ---- what only this device has -----------------------------------------------------------------------------------

  const take = (entry) => {
    for (const field of form.elements) {
      const { name } = field
      if (!name || field.disabled || ["hidden", "submit", "button"].includes(field.type) && name !== "photo") continue
      const values = entry.fields[name]
      if (name === "photo") {
        const id = values?.[0] ?? ""
        field.dispatchEvent(new CustomEvent("photo:set", { detail: id && entry.photo?.id === id ? entry.photo : null }))
        if (id && field.value !== id) field.value = id
      } else if (field.type === "checkbox") field.checked = Boolean(values)
      else if (field.type === "select-multiple") {
        const chosen = new Set(values ?? [])
        for (const option of field.options) option.selected = chosen.has(option.value)
        const byValue = new Map([...field.options].map((option) => [option.value, option]))
        field.prepend(...[...chosen].map((value) => byValue.get(value)).filter(Boolean))
        field.dispatchEvent(new CustomEvent("chips:redraw"))
      } else if (values === undefined) continue
      else if ("names" in field.dataset) {
        // One line, or one value for each name as older journals have it.
        field.value = values.join("، ")
        field.dispatchEvent(new Event("input", { bubbles: true }))
      } else if ("prose" in field.dataset) field.dispatchEvent(new CustomEvent("prose-editor:set", { detail: { html: values[0] } }))
      else {
        field.value = values[0]
        field.dispatchEvent(new Event("input", { bubbles: true }))
      }
    }
    // Typed into an older text: the next save must find what was saved since.
    const { version } = form.elements
    if (entry.version && version.value && Number(entry.version) < Number(version.value)) {
      version.value = entry.version
      form.elements.base.value = entry.base
    }
    keeping.change()
  }
  const whatDiffers = async (entry) => {
    const before = { ...keeping.typed() }
    const { status, data } = await ask({ before: [JSON.stringify(before)], after: [JSON.stringify({ ...proposals(before), ...entry.fields })] })
    return { same: status === 204, nodes: status === 200 ? fragment(data) : [] }
  }
  const proposals = ({ proposed_number }) => (proposed_number ? { proposed_number } : {})
  const ask = async (fields) => {
    const body = new FormData()
    const own = form.elements
    body.set("piece", piece)
    body.set("key", own.key.value)
    body.set("user", user)
    body.set("csrfmiddlewaretoken", own.csrfmiddlewaretoken.value)
    for (const [name, [value]] of Object.entries(fields)) body.set(name, value)
    const answer = await fetch(differences, { method: "POST", body, redirect: "error", headers: { "X-Unattended": "1" } })
    return { status: answer.status, data: answer.status === 200 ? await answer.text() : "" }
  }
  const offer = (entry, nodes) => {
    const box = make("div", { className: "recovered" })
    const pattern = { window: words.journalOther, before: words.journalBefore }[entry.kind] ?? words.journalFound
    const shown = make("div", { className: "recovered-differences" }, ...(nodes.length ? nodes : [make("p", { textContent: words.journalUnread })]))
    const details = make("details", {}, make("summary", { textContent: words.whatDiffers }), shown)
    const taking = make("button", { type: "button", className: "strong", textContent: words.journalTake })
    const dropping = make("button", { type: "button", className: "quiet", textContent: words.journalDrop })
    const problem = make("p", { className: "warned", hidden: true, textContent: words.journalShut })
    problem.setAttribute("role", "alert")
    taking.addEventListener("click", async () => {
      const before = keeping.touched() ? { ...keeping.entry(), window: journal.name(), at: Date.now(), kind: "before" } : null
      try {
        // Words that stand in the form are put by before others take their place; without that nothing is touched.
        if (before) await journal.put(before)
      } catch {
        problem.hidden = false
        return
      }
      take(entry)
      await keeping.note()
      await journal.remove(entry)
      box.remove()
      if (before) await consider(before)
      form.querySelector("[data-sheet] .ProseMirror")?.focus()
    })
    dropping.addEventListener("click", async () => {
      await journal.remove(entry)
      box.remove()
    })
    box.append(make("p", {}, ...sentence(pattern, { time: moment(entry.at) })), details, problem, make("p", { className: "done-acts" }, taking, dropping))
    room.append(box)
  }
  // A new form names what this device still has of other pieces that were never saved.
  const name = (entry) => {
    const link = make("a", { href: `${add}?key=${entry.place}`, textContent: words.journalOpen })
    const said = sentence(words.journalPiece, { title: entry.title || words.untitled, time: moment(entry.at) })
    room.append(make("p", { className: "recovered" }, ...said, " ", link))
  }
  const consider = async (entry) => {
    const { same, nodes } = await whatDiffers(entry).catch(() => ({ same: false, nodes: [] }))
    if (same) await journal.remove(entry)
    else offer(entry, nodes)
  }
  const look = async () => {
    await Promise.all([journal.ready, keeping.parted])
    const living = await journal.living()
    const found = await journal.all(user)
    const lost = found.filter((entry) => entry.window !== keeping.self().window && !living.has(entry.window))
    lost.sort((one, other) => other.at - one.at)
    for (const entry of lost) {
      if (entry.place === keeping.place()) await consider(entry)
      else if (!piece && entry.place.includes("-")) name(entry)
    }
  }
  look().catch(() => {})
})()
