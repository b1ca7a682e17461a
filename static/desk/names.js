// A line of names as chips. The line below keeps the truth and is what is sent: whoever changes it from outside fires
// "input" on it. Without the server everything goes on as plain typing.
(() => {
  const SEPARATORS = /[,،;؛\n\r]+/
  const JOINED = "، "
  const PAUSE = 150
  // Suggestions from the text wait until the fingers rest.
  const REST = 2500
  const MOST_LETTERS = 200_000
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }
  const bdi = (text) => make("bdi", { textContent: text })
  // The gist of the server's folding, enough to tell what is chosen already.
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\p{M}\p{Cf}ـ'’]/gu, "")
      .replace(/[أإآٱ]/g, "ا")
      .replace(/[ىیې]/g, "ي")
      .replace(/[ةہھ]/g, "ه")
      .replace(/ک/g, "ك")
      .replace(/ؤ/g, "و")
      .replace(/ئ/g, "ي")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()
      .toLowerCase()
  const tidy = (text) => text.replace(/\s+/g, " ").trim()
  const parse = (text) => text.split(SEPARATORS).map(tidy).filter(fold)
  const sentence = (pattern, values) =>
    pattern.split(/(%\(\w+\)s)/).map((piece) => {
      const name = /^%\((\w+)\)s$/.exec(piece)?.[1]
      if (!name) return piece
      return name === "pieces" || name === "why" ? values[name] : bdi(values[name])
    })
  const answer = async (address, query, signal) => {
    const sent = await fetch(`${address}?${new URLSearchParams(query)}`, { signal, redirect: "error" })
    if (!sent.ok) throw new Error(sent.status)
    return sent.json()
  }
  // By kind: a tag that is a topic can be chosen there.
  const boxes = new Map()

  const enhance = (area) => {
    const { names: kind, offers: offersAt, alike: alikeAt } = area.dataset
    const words = JSON.parse(area.dataset.words)
    const called = new Map(Object.entries(JSON.parse(area.dataset.called)))
    const making = "making" in area.dataset
    const ordered = "ordered" in area.dataset
    const { id } = area
    const label = document.querySelector(`label[for="${id}"]`)
    // The label, and the links of a refusal, lead to what can be typed into.
    area.id = `${id}-line`
    area.tabIndex = -1
    area.classList.add("names-truth")
    area.setAttribute("aria-hidden", "true")

    const list = make("ul", { className: "chips-chosen", ariaLabel: `${words.chosen}: ${label?.textContent ?? ""}` })
    list.setAttribute("role", "list")
    const find = make("input", { type: "text", id, className: "chips-find", placeholder: words.add, autocomplete: "off", role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" })
    find.setAttribute("enterkeyhint", "enter")
    const offers = make("ul", { className: "chips-offers", hidden: true, role: "listbox", tabIndex: -1, id: `${id}-offers`, ariaLabel: label?.textContent ?? "" })
    find.setAttribute("aria-controls", offers.id)
    const status = make("p", { className: "unseen", role: "status" })
    const asked = make("div", { className: "names-asked" })
    const found = make("div", { className: "names-found", hidden: true, role: "group", ariaLabel: words.inText })
    const open = !area.disabled
    const box = make("div", { className: "chips names" }, list, ...(open ? [find, offers] : []))

    let chips = []
    let current = -1
    let mine = false
    let suggested = []
    const say = (text) => {
      status.textContent = text
    }
    const at = (name) => chips.findIndex((chip) => fold(chip.name) === fold(name) || chip.wire === name)

    // ---- the line ------------------------------------------------------------------------------------------------

    const read = () => {
      chips = parse(area.value).map((wire) => ({ wire, name: called.get(wire) ?? wire, unknown: false }))
      draw()
    }
    // What stands in the box unfinished is no less typed: a new name at once, else when the box is left.
    const write = ({ pending = making } = {}) => {
      const line = chips.map((chip) => chip.wire)
      if (pending) line.push(...parse(find.value))
      const value = line.join(JOINED)
      if (value === area.value) return
      area.value = value
      mine = true
      area.dispatchEvent(new Event("input", { bubbles: true }))
      mine = false
    }
    const changed = () => {
      write()
      draw()
    }
    const remove = (chip, { quietly = false } = {}) => {
      chips = chips.filter((other) => other !== chip)
      for (const row of [...asked.children]) if (row.chip === chip) row.remove()
      changed()
      if (!quietly) say(words.removed.replace("%s", chip.name))
    }
    const draw = () => {
      list.replaceChildren(
        ...chips.map((chip, place) => {
          const item = make("li", { className: chip.unknown ? "unknown" : "" }, bdi(chip.name))
          if (!open) return item
          if (ordered && place > 0) {
            const earlier = make("button", { type: "button", textContent: "→", title: words.earlier, ariaLabel: `${words.earlier}: ${chip.name}` })
            earlier.addEventListener("click", () => {
              chips.splice(place, 1)
              chips.splice(place - 1, 0, chip)
              changed()
              list.children[place - 1].querySelector("button")?.focus()
            })
            item.append(earlier)
          }
          const away = make("button", { type: "button", textContent: "×", title: words.remove, ariaLabel: `${words.remove}: ${chip.name}` })
          away.addEventListener("click", () => {
            remove(chip)
            find.focus()
          })
          item.append(away)
          return item
        }),
      )
      suggest(suggested)
    }

    // ---- adding --------------------------------------------------------------------------------------------------

    const put = (chip) => {
      if (at(chip.name) >= 0) {
        say(words.alreadyThere.replace("%s", chip.name))
        return null
      }
      chips.push(chip)
      say(words.added.replace("%s", chip.name))
      return chip
    }
    const take = (offer) => {
      if (offer.wire !== offer.name) called.set(offer.wire, offer.name)
      find.value = ""
      close()
      put({ wire: offer.wire, name: offer.name, unknown: false })
      changed()
    }
    const add = (names) => {
      find.value = ""
      close()
      const fresh = names.map((name) => put({ wire: name, name, unknown: false })).filter(Boolean)
      changed()
      settle(fresh)
    }
    // What the typed names mean: another spelling becomes the name itself, and of a twin somebody is asked.
    const settle = async (fresh) => {
      if (!fresh.length) return
      const query = [["kind", kind], ...fresh.map((chip) => ["name", chip.name])]
      const { names } = await answer(alikeAt, query).catch(() => ({ names: [] }))
      for (const [place, told] of names.entries()) {
        const chip = fresh[place]
        if (!chips.includes(chip)) continue
        if (told.is) become(chip, told.is)
        else if (!making) ask(chip, told.twins, { unknown: true })
        else if (told.twins.length) ask(chip, told.twins)
      }
    }
    const become = (chip, offer) => {
      const alias = chip.name
      if (offer.wire !== offer.name) called.set(offer.wire, offer.name)
      const there = chips.find((other) => other !== chip && (other.wire === offer.wire || fold(other.name) === fold(offer.name)))
      if (there) remove(chip, { quietly: true })
      Object.assign(chip, { wire: offer.wire, name: offer.name, unknown: false })
      changed()
      if (fold(alias) !== fold(offer.name)) say(words.isCalled.replace("%(alias)s", alias).replace("%(name)s", offer.name))
    }
    const ask = (chip, twins, { unknown = false } = {}) => {
      chip.unknown = unknown
      const twin = twins[0]
      const elsewhere = twin && twin.kind !== kind
      const pattern = unknown && !twin ? words.unknown.replace("%s", "%(typed)s") : !elsewhere ? (kind === "topic" ? words.maybeTopic : words.maybe) : twin.reason === "folded" ? words.isTopic : words.maybeTopic
      const said = make("span", {}, ...sentence(pattern, { typed: chip.name, name: twin?.name, pieces: twin?.said, why: twin?.why }))
      const row = make("div", { className: "names-question", chip }, said)
      row.setAttribute("role", "group")
      const done = () => {
        row.remove()
        find.focus()
      }
      const button = (text, name, act) => {
        const element = make("button", { type: "button", className: "quiet", textContent: text, ariaLabel: `${text}: ${name}` })
        element.addEventListener("click", () => {
          act()
          done()
        })
        row.append(element)
      }
      if (twin && elsewhere && boxes.has(twin.kind)) {
        button(words.takeTopic, twin.name, () => {
          remove(chip, { quietly: true })
          boxes.get(twin.kind).take(twin)
        })
      } else if (twin && !elsewhere) button(words.takeIt, twin.name, () => become(chip, twin))
      if (unknown) button(words.remove, chip.name, () => remove(chip))
      else {
        button(words.keepNew, chip.name, () => {
          area.form?.append(make("input", { type: "hidden", name: "tags_kept", value: chip.name }))
        })
      }
      asked.append(row)
      if (document.activeElement === find) row.scrollIntoView({ block: "nearest" })
      draw()
      say(said.textContent)
    }

    // ---- offers --------------------------------------------------------------------------------------------------

    let timer = 0
    let asking = null
    const point = (place) => {
      current = place
      for (const [other, item] of [...offers.children].entries()) {
        item.classList.toggle("current", other === place)
        item.ariaSelected = String(other === place)
      }
      const item = offers.children[place]
      if (item) find.setAttribute("aria-activedescendant", item.id)
      else find.removeAttribute("aria-activedescendant")
      item?.scrollIntoView({ block: "nearest" })
    }
    const close = () => {
      find.dir = find.value ? "auto" : ""
      clearTimeout(timer)
      asking?.abort()
      offers.hidden = true
      offers.replaceChildren()
      find.ariaExpanded = "false"
      point(-1)
    }
    const show = (rows) => {
      const arrow = document.dir === "rtl" || document.documentElement.dir === "rtl" ? " ← " : " → "
      offers.replaceChildren(
        ...rows.map((offer, place) => {
          const name = make("span", { className: "names-name" }, ...(offer.alias ? [bdi(offer.alias), arrow] : []), bdi(offer.name))
          const facts = make("span", { className: "names-facts", textContent: [offer.about, offer.said].filter(Boolean).join(" · ") })
          const item = make("li", { role: "option", id: `${offers.id}-${place}`, offer }, name, " ", facts)
          item.addEventListener("pointerdown", (event) => {
            event.preventDefault()
            take(offer)
          })
          return item
        }),
      )
      offers.hidden = !rows.length
      find.ariaExpanded = String(rows.length > 0)
      if (rows.length) offers.scrollIntoView({ block: "nearest" })
      point(-1)
    }
    const look = async () => {
      const typed = find.value
      if (!fold(typed)) return
      asking?.abort()
      asking = new AbortController()
      try {
        const { offers: rows } = await answer(offersAt, { kind, q: typed }, asking.signal)
        if (find.value === typed && document.activeElement === find) show(rows.filter((offer) => at(offer.name) < 0))
      } catch (problem) {
        if (problem.name !== "AbortError") show([])
      }
    }
    const soon = () => {
      // An empty box goes with the page; a name goes its own way.
      find.dir = find.value ? "auto" : ""
      clearTimeout(timer)
      if (fold(find.value)) timer = setTimeout(look, PAUSE)
      else close()
    }
    const same = (typed) => [...offers.children].map((item) => item.offer).find((offer) => [offer.name, offer.alias].some((name) => fold(name) === fold(typed)))
    // Enter, or a separator: what is pointed at, what is called so, the first that exists, or the typed name itself.
    const finish = () => {
      const typed = tidy(find.value)
      const pointed = offers.children[current]?.offer
      const chosen = pointed ?? same(typed) ?? (making ? null : offers.children[0]?.offer)
      if (chosen) take(chosen)
      else if (fold(typed)) add([typed])
    }

    find.addEventListener("input", () => {
      if (SEPARATORS.test(find.value)) {
        const parts = find.value.split(SEPARATORS)
        const rest = tidy(parts.pop())
        const whole = parts.map(tidy).filter(fold)
        if (whole.length === 1 && same(whole[0])) take(same(whole[0]))
        else add(whole)
        find.value = rest
      }
      write()
      soon()
    })
    find.addEventListener("paste", (event) => {
      const pasted = event.clipboardData?.getData("text/plain") ?? ""
      if (!SEPARATORS.test(pasted.trim())) return
      event.preventDefault()
      add(parse(find.value + pasted))
    })
    find.addEventListener("focus", soon)
    find.addEventListener("blur", () => {
      const typed = tidy(find.value)
      const chosen = same(typed)
      close()
      if (!fold(typed)) return
      if (chosen) take(chosen)
      else if (making) add([typed])
      else write({ pending: true })
    })
    find.addEventListener("keydown", (event) => {
      if (event.isComposing) return
      const { length } = offers.children
      const { key } = event
      if (key === "Enter") {
        event.preventDefault()
        finish()
      } else if (key === "Escape" && !offers.hidden) {
        event.preventDefault()
        close()
      } else if ((key === "ArrowDown" || key === "ArrowUp") && length) {
        event.preventDefault()
        const step = key === "ArrowDown" ? 1 : current < 0 ? 0 : -1
        point((current + step + length) % length)
      } else if (key === "ArrowDown") soon()
      else if ((key === "Home" || key === "End") && current >= 0) {
        event.preventDefault()
        point(key === "Home" ? 0 : length - 1)
      } else if (key === "Backspace" && !find.value && chips.length) remove(chips.at(-1))
    })
    // Saved by the keyboard, with the box still open.
    area.form?.addEventListener("submit", () => write({ pending: true }), { capture: true })

    // ---- suggestions from the text -------------------------------------------------------------------------------

    const suggest = (rows) => {
      suggested = rows
      const wanted = rows.filter((offer) => at(offer.name) < 0)
      found.hidden = !wanted.length
      if (!open) return
      found.replaceChildren(
        make("span", { className: "names-in-text", textContent: words.inText }),
        ...wanted.map((offer, place) => {
          const button = make("button", { type: "button", className: "names-suggestion", ariaLabel: `${words.add} ${offer.name}` }, "+ ", bdi(offer.name))
          button.addEventListener("click", () => {
            const held = find.value
            take(offer)
            find.value = held
            ;(found.querySelectorAll("button")[place] ?? find).focus()
          })
          if (!offer.written) return button
          const note = make("span", { className: "hint" }, ...sentence(words.weWrite, { alias: offer.written, name: offer.name }))
          return make("span", { className: "names-written" }, button, " ", note)
        }),
      )
    }

    area.addEventListener("input", () => {
      if (!mine) read()
    })
    area.after(box, ...(open ? [asked, found, status] : []))
    boxes.set(kind, { take, suggest, quiet: () => !found.contains(document.activeElement) })
    read()
    // Refused: which of the names was it?
    if (!making && open && area.closest(".field-bad")) settle([...chips])
  }
  document.querySelectorAll("textarea[data-names]").forEach(enhance)

  // ---- what the text speaks of -------------------------------------------------------------------------------------

  const form = document.querySelector("form[data-writing]")
  const first = form?.querySelector("textarea[data-found]:not(:disabled)")
  if (!first) return
  const TEXT = /^(title|standfirst|body)_/
  let sent = ""
  let reading = null
  let rest = 0
  const scan = async () => {
    const texts = [...form.elements].filter((field) => TEXT.test(field.name)).map((field) => field.value.slice(0, MOST_LETTERS)).filter(Boolean)
    const key = texts.join("\n")
    if (key === sent || document.hidden) return
    reading?.abort()
    reading = new AbortController()
    const body = new FormData()
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    for (const text of texts) body.append("text", text)
    try {
      const told = await fetch(first.dataset.found, { method: "POST", body, redirect: "error", signal: reading.signal, headers: { "X-Unattended": "1" } })
      if (!told.ok) return
      const { found } = await told.json()
      sent = key
      for (const [kind, rows] of Object.entries(found)) if (boxes.get(kind)?.quiet()) boxes.get(kind).suggest(rows)
    } catch {
      // Away, or signed out: the next pause asks again.
    }
  }
  const wait = (pause) => {
    clearTimeout(rest)
    rest = setTimeout(scan, pause)
  }
  form.addEventListener("input", (event) => {
    if (TEXT.test(event.target.name ?? "") || event.target.closest?.(".ProseMirror")) wait(REST)
  })
  wait(800)
})()
