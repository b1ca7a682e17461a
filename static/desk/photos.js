// The photo chooser: one dialog for the lead photo and for figures in the text.
(() => {
  const words = JSON.parse(document.getElementById("editor-words")?.textContent ?? "{}")
  const field = document.querySelector("[data-photo-input]")
  if (!field) return
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }

  let dialog
  let answer = () => {}

  const build = () => {
    const grid = make("div", { className: "library" })
    const said = make("p", { className: "library-said", role: "status" })
    const find = make("input", { type: "search", placeholder: field.dataset.find, ariaLabel: field.dataset.find })
    const file = make("input", { type: "file", accept: "image/jpeg,image/png,image/webp,image/avif", required: true })
    const alt = make("input", { type: "text", maxLength: 300 })
    const caption = make("input", { type: "text", maxLength: 400 })
    const credit = make("input", { type: "text", maxLength: 160 })
    const send = make("button", { type: "submit", className: "strong", textContent: field.dataset.upload_word })
    const form = make(
      "form",
      { className: "upload" },
      make("h3", { textContent: field.dataset.new }),
      make("label", { textContent: field.dataset.file }, file),
      make("label", { textContent: field.dataset.alt }, alt),
      make("label", { textContent: field.dataset.caption }, caption),
      make("label", { textContent: field.dataset.credit }, credit),
      send,
    )
    const close = make("button", { type: "button", className: "quiet", textContent: words.cancel })
    dialog = make("dialog", { className: "chooser" }, make("div", { className: "chooser-head" }, find, close), said, grid, form)
    document.body.append(dialog)

    const pick = (photo) => {
      dialog.close()
      answer(photo)
    }
    const show = async () => {
      const address = new URL(field.dataset.library, location.href)
      address.searchParams.set("q", find.value)
      const { photos } = await (await fetch(address)).json()
      grid.replaceChildren(
        ...photos.map((photo) => {
          const button = make("button", { type: "button" }, make("img", { src: photo.src, alt: photo.alt, loading: "lazy" }))
          button.append(make("span", { textContent: photo.caption || photo.alt, dir: "auto" }))
          button.addEventListener("click", () => pick(photo))
          return button
        }),
      )
      if (!photos.length) grid.replaceChildren(make("p", { className: "hint", textContent: words.none }))
    }
    let waiting
    find.addEventListener("input", () => {
      clearTimeout(waiting)
      waiting = setTimeout(show, 250)
    })
    close.addEventListener("click", () => dialog.close())
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      const body = new FormData()
      if (file.files[0]) body.append("file", file.files[0])
      body.append("alt_ar", alt.value)
      body.append("caption_ar", caption.value)
      body.append("credit_ar", credit.value)
      send.disabled = true
      said.textContent = field.dataset.sending
      try {
        const response = await fetch(field.dataset.upload, { method: "POST", body, headers: { "X-CSRFToken": token() } })
        const result = await response.json()
        said.textContent = result.error ?? ""
        if (result.photo) {
          form.reset()
          pick(result.photo)
        }
      } catch {
        said.textContent = field.dataset.failed
      } finally {
        send.disabled = false
      }
    })
    dialog.show_library = show
  }

  const choose = (whenChosen) => {
    if (!dialog) build()
    answer = whenChosen
    dialog.showModal()
    dialog.show_library()
  }
  window.newsroomPhotos = { choose }

  for (const box of document.querySelectorAll("[data-photo-input]")) {
    const input = box.querySelector("input")
    const picture = box.querySelector(".photo-chosen")
    const remove = box.querySelector("[data-remove]")
    const put = (photo) => {
      input.value = photo?.id ?? ""
      picture.hidden = remove.hidden = !photo
      if (photo) Object.assign(picture, { src: photo.src, alt: photo.alt })
      else picture.removeAttribute("src")
      input.dispatchEvent(new Event("input", { bubbles: true }))
    }
    box.querySelector("[data-choose]").addEventListener("click", () => choose(put))
    remove.addEventListener("click", () => put(null))
  }
})()
