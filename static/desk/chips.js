// A multiple choice as chips whose order counts; the list below keeps the truth and is what is sent.
(() => {
  const words = JSON.parse(document.getElementById("editor-words")?.textContent ?? "{}")
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }
  // The gist of the server's folding, enough to find a name while typing it.
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\p{M}\p{Cf}ـ]/gu, "")
      .replace(/[أإآٱ]/g, "ا")
      .replace(/[ىیې]/g, "ي")
      .replace(/[ةہھ]/g, "ه")
      .replace(/ک/g, "ك")
      .replace(/ؤ/g, "و")
      .replace(/ئ/g, "ي")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()
      .toLowerCase()

  const enhance = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`)
    const list = make("ul", { className: "chips-chosen" })
    const find = make("input", {
      type: "text",
      className: "chips-find",
      placeholder: words.add,
      autocomplete: "off",
      role: "combobox",
      ariaAutoComplete: "list",
      ariaExpanded: "false",
      ariaLabel: label?.textContent ?? "",
    })
    const offers = make("ul", { className: "chips-offers", hidden: true, role: "listbox", tabIndex: -1, id: `${select.id}-offers` })
    find.setAttribute("aria-controls", offers.id)
    let current = -1

    const chosen = () => [...select.options].filter((option) => option.selected)
    const changed = () => select.dispatchEvent(new Event("input", { bubbles: true }))

    const draw = () => {
      list.replaceChildren(
        ...chosen().map((option, place) => {
          const name = make("bdi", { textContent: option.text })
          const earlier = make("button", { type: "button", textContent: "→", title: words.earlier, hidden: place === 0 || select.dataset.chips !== "counts" })
          const remove = make("button", { type: "button", textContent: "×", title: words.remove })
          earlier.ariaLabel = `${words.earlier}: ${option.text}`
          remove.ariaLabel = `${words.remove}: ${option.text}`
          earlier.addEventListener("click", () => {
            chosen()[place - 1].before(option)
            changed()
            draw()
          })
          remove.addEventListener("click", () => {
            option.selected = false
            changed()
            draw()
            find.focus()
          })
          return select.disabled ? make("li", {}, name) : make("li", {}, name, earlier, remove)
        }),
      )
    }
    // Tell everyone, those who listen too, which offer Enter would take.
    const point = (place) => {
      current = place
      ;[...offers.children].forEach((item, other) => {
        item.classList.toggle("current", other === place)
        item.ariaSelected = String(other === place)
      })
      const item = offers.children[place]
      if (item) find.setAttribute("aria-activedescendant", item.id)
      else find.removeAttribute("aria-activedescendant")
      item?.scrollIntoView({ block: "nearest" })
    }
    const close = () => {
      offers.hidden = true
      find.ariaExpanded = "false"
      point(-1)
    }
    const take = (option) => {
      const last = chosen().at(-1)
      option.selected = true
      if (last) last.after(option)
      else select.prepend(option)
      find.value = ""
      close()
      changed()
      draw()
    }
    const offer = () => {
      const wanted = fold(find.value)
      const hits = [...select.options].filter((option) => !option.selected && fold(option.text).includes(wanted)).slice(0, 8)
      offers.replaceChildren(
        ...hits.map((option, place) => {
          const item = make("li", { role: "option", id: `${offers.id}-${place}`, textContent: option.text, dir: "auto" })
          item.addEventListener("pointerdown", (event) => {
            event.preventDefault()
            take(option)
          })
          item.option = option
          return item
        }),
      )
      offers.hidden = !hits.length
      find.ariaExpanded = String(!!hits.length)
      point(-1)
    }
    find.addEventListener("input", offer)
    find.addEventListener("focus", offer)
    find.addEventListener("blur", close)
    find.addEventListener("keydown", (event) => {
      const items = [...offers.children]
      if (event.key === "Enter") {
        event.preventDefault()
        const item = items[Math.max(current, 0)]
        if (item && !offers.hidden) take(item.option)
      } else if (event.key === "Escape") {
        close()
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
        event.preventDefault()
        if (offers.hidden) offer()
        const step = event.key === "ArrowDown" ? 1 : current < 0 ? 0 : -1
        point((current + step + items.length) % items.length)
      } else if (event.key === "Backspace" && !find.value) {
        const last = chosen().at(-1)
        if (last) {
          last.selected = false
          changed()
          draw()
        }
      }
    })
    // Whoever may only read the names sees them, and nothing to press.
    const box = make("div", { className: "chips" }, list, ...(select.disabled ? [] : [find, offers]))
    select.hidden = true
    select.after(box)
    label?.addEventListener("click", () => find.focus())
    select.addEventListener("chips:redraw", draw)
    draw()
  }
  document.querySelectorAll("select[data-chips]").forEach(enhance)
})()
