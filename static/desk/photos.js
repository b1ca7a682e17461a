// The photo chooser: one dialog for the lead photo and for figures in the text. A picture on its way never holds up
// the writing: the dialog may be closed, and the box, or a note above the buttons, says how far it is.
(() => {
  const field = document.querySelector("[data-photo-input]")
  if (!field) return
  const words = field.dataset
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }

  // What the server takes at most; some end the connection instead of saying so.
  const MOST_BYTES = 30 * 1024 * 1024

  // Resolves to the answer; fetch() cannot say how far an upload is.
  const send = (address, body, onProgress) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open("POST", address)
      request.setRequestHeader("X-CSRFToken", token())
      request.responseType = "json"
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total)
      })
      request.addEventListener("load", () => {
        if (request.status === 413) resolve({ error: words.large })
        else if (request.response) resolve(request.response)
        else reject(new Error("no answer"))
      })
      request.addEventListener("error", reject)
      request.send(body)
    })

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files")
  // A file that misses its place must not open instead of the form.
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => {
      if (carriesFiles(event)) event.preventDefault()
    })
  }
  const takesDrops = (zone, take) => {
    zone.addEventListener("dragenter", (event) => zone.classList.toggle("over", carriesFiles(event)))
    zone.addEventListener("dragleave", (event) => {
      if (!zone.contains(event.relatedTarget)) zone.classList.remove("over")
    })
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("over")
      const [first] = event.dataTransfer.files
      if (!first) return
      const one = new DataTransfer()
      one.items.add(first)
      take(one.files)
    })
  }

  // Whom a chosen photo is for: `put` takes it, `say` tells what happens while the dialog is closed.
  let target
  let onItsWay
  let chooser

  addEventListener("beforeunload", (event) => {
    if (onItsWay) event.preventDefault()
  })

  const build = () => {
    const title = make("h2", { id: "chooser-title", textContent: words.title })
    const find = make("input", { type: "search", placeholder: words.find, ariaLabel: words.find })
    const close = make("button", { type: "button", className: "quiet", textContent: words.close })
    const said = make("p", { className: "library-said", role: "status" })
    const grid = make("div", { className: "library" })
    const more = make("button", { type: "button", className: "quiet", textContent: words.more, hidden: true })
    const file = make("input", { type: "file", accept: "image/jpeg,image/png,image/webp,image/avif", required: true })
    const alt = make("input", { type: "text", maxLength: 300 })
    const caption = make("input", { type: "text", maxLength: 400 })
    const credit = make("input", { type: "text", maxLength: 160 })
    const licence = field.querySelector("[data-licences]").cloneNode(true)
    licence.hidden = licence.disabled = false
    const submit = make("button", { type: "submit", className: "strong", textContent: words.upload_word })
    const bar = make("progress", { max: 1, value: 0, hidden: true, ariaLabel: words.working })
    const hint = make("p", { className: "hint", textContent: words.go_on, hidden: true })
    const drop = make("label", { className: "drop", textContent: words.drop }, file)
    const form = make(
      "form",
      { className: "upload" },
      make("h3", { textContent: words.new }),
      drop,
      make("label", { textContent: words.alt }, alt),
      make("label", { textContent: words.caption }, caption),
      make("label", { textContent: words.credit }, credit),
      make("label", { textContent: words.licence }, licence),
      submit,
      make("div", { className: "upload-way" }, bar, hint),
    )
    const dialog = make("dialog", { className: "chooser" }, title, make("div", { className: "chooser-head" }, find, close), said, grid, more, form)
    dialog.setAttribute("aria-labelledby", "chooser-title")
    document.body.append(dialog)

    const pick = (photo) => {
      dialog.close()
      target.put(photo)
    }
    const shown = (photo) => {
      const button = make("button", { type: "button" }, make("img", { src: photo.src, alt: photo.alt, loading: "lazy" }))
      button.append(make("span", { textContent: photo.caption || photo.alt, dir: "auto" }))
      button.addEventListener("click", () => pick(photo))
      return button
    }

    let asked = 0
    let last
    const show = async (before) => {
      const turn = ++asked
      const address = new URL(words.library, location.href)
      address.searchParams.set("q", find.value)
      if (before) address.searchParams.set("before", before)
      try {
        const page = await (await fetch(address)).json()
        // Whoever types on gets the answer to the last question only.
        if (turn !== asked) return
        const buttons = page.photos.map(shown)
        if (before) grid.append(...buttons)
        else grid.replaceChildren(...buttons)
        if (!grid.children.length) grid.append(make("p", { className: "hint", textContent: words.none }))
        last = page.photos.at(-1)?.id
        more.hidden = !page.more
        form.hidden = !page.takes
        if (before) buttons[0]?.focus()
      } catch {
        said.textContent = words.failed
      }
    }
    let waiting
    find.addEventListener("input", () => {
      clearTimeout(waiting)
      waiting = setTimeout(show, 250)
    })
    more.addEventListener("click", () => show(last))
    close.addEventListener("click", () => dialog.close())
    takesDrops(drop, (files) => {
      if (!onItsWay) file.files = files
    })

    // What is said of the upload, in the dialog and, while that is closed, where the photo will go.
    const tell = (text, kind) => {
      said.textContent = text
      said.classList.toggle("bad", kind === "bad")
      if (!dialog.open) onItsWay?.say(text, kind)
    }
    dialog.addEventListener("close", () => onItsWay?.say(said.textContent))

    const finish = (photo) => {
      const taker = onItsWay
      onItsWay = undefined
      form.reset()
      said.textContent = ""
      if (dialog.open && target === taker) pick(photo)
      else taker.arrive(photo)
      if (dialog.open) show()
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      if (onItsWay) return
      if (file.files[0].size > MOST_BYTES) {
        tell(words.large, "bad")
        return
      }
      const body = new FormData()
      body.append("file", file.files[0])
      for (const [name, input] of Object.entries({ alt_ar: alt, caption_ar: caption, credit_ar: credit, licence })) {
        body.append(name, input.value)
      }
      onItsWay = target
      submit.disabled = true
      bar.hidden = hint.hidden = false
      const progress = (share) => {
        bar.value = share
        tell(share < 1 ? words.sending.replace("{}", `${Math.floor(share * 100)} %`) : words.working)
      }
      progress(0)
      try {
        const answer = await send(words.upload, body, progress)
        if (answer.photo) finish(answer.photo)
        else tell(answer.error, "bad")
      } catch {
        tell(words.failed, "bad")
      } finally {
        onItsWay = undefined
        submit.disabled = false
        bar.hidden = hint.hidden = true
      }
    })

    return {
      open(files) {
        if (files && !onItsWay) file.files = files
        dialog.showModal()
        show()
        if (files) alt.focus()
      },
    }
  }

  const open = (whom, files) => {
    chooser ??= build()
    target = whom
    chooser.open(files)
  }

  // ---- a figure in the text: a note above the buttons, and the writer says where it goes --------------------------------

  const note = make("div", { className: "photo-note", hidden: true })
  const noted = make("p", { role: "status" })
  note.append(noted)
  document.body.append(note)
  const hush = () => {
    note.hidden = true
    note.replaceChildren(noted)
  }
  const choose = (put) => {
    const whom = {
      put,
      say(text, kind) {
        note.hidden = !text
        noted.textContent = text
        note.replaceChildren(noted)
        if (kind === "bad") note.append(act(words.again, () => open(whom)))
      },
      // The cursor has moved on meanwhile: nothing is put into a sentence unasked.
      arrive(photo) {
        whom.say(words.ready)
        note.append(
          act(words.insert, () => put(photo)),
          act(words.close, () => {}),
        )
      },
    }
    open(whom)
  }
  const act = (word, does) => {
    const button = make("button", { type: "button", className: "quiet", textContent: word })
    button.addEventListener("click", () => {
      hush()
      does()
    })
    return button
  }
  window.newsroomPhotos = { choose }

  // ---- the boxes of the form ---------------------------------------------------------------------------------------

  for (const box of document.querySelectorAll("[data-photo-input]")) {
    const input = box.querySelector("input")
    // Whoever may not choose only sees which picture it is.
    if (input.disabled) continue
    const picture = box.querySelector(".photo-chosen")
    const remove = box.querySelector("[data-remove]")
    const said = box.querySelector("[data-photo-said]")
    let chosen = 0
    const put = (photo) => {
      chosen += 1
      input.value = photo?.id ?? ""
      picture.hidden = remove.hidden = !photo
      if (photo) Object.assign(picture, { src: photo.src, alt: photo.alt })
      else picture.removeAttribute("src")
      said.textContent = ""
      input.dispatchEvent(new Event("input", { bubbles: true }))
    }
    input.addEventListener("photo:set", ({ detail }) => put(detail))
    const ask = (files) => {
      const before = chosen
      const whom = {
        put,
        say(text, kind) {
          said.textContent = text
          said.classList.toggle("bad", kind === "bad")
        },
        // Somebody who has chosen another meanwhile keeps that one; the new one is in the library.
        arrive(photo) {
          if (chosen === before) put(photo)
          else said.textContent = words.ready
        },
      }
      open(whom, files)
    }
    box.querySelector("[data-choose]").addEventListener("click", () => ask())
    remove.addEventListener("click", () => put(null))
    takesDrops(box, ask)
  }
})()
