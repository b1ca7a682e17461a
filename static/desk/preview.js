// The preview beside the form, over it on a phone: the public page of what is typed, drawn by the server.
(() => {
  for (const button of document.querySelectorAll("[data-copy-link]")) {
    button.hidden = false
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copyLink)
      try {
        await navigator.clipboard.writeText(source.value)
      } catch {
        source.select()
        document.execCommand("copy")
      }
      button.firstChild.textContent = button.dataset.done
      document.querySelector("[data-copy-said]").textContent = button.dataset.done
    })
  }

  const form = document.querySelector("form[data-writing]")
  const pane = document.querySelector("[data-preview-pane]")
  const opener = document.querySelector("[data-preview]")
  if (!form || !pane || !opener) return
  const words = JSON.parse(document.getElementById("editor-words").textContent)
  const over = document.querySelector("[data-preview-over]")
  const inner = pane.querySelector("[data-preview-inner]")
  const part = (name) => inner.querySelector(`[data-preview-${name}]`)
  const [frame, stage, linked, note, troubles, said, themes] = ["frame", "stage", "link", "note", "troubles", "said", "themes"].map(part)
  const PAUSE = 350
  // The width of the shown window; the others are as wide as there is room.
  const WIDTHS = { phone: 360, desktop: 1280 }
  const VIEWS = { phone: "page", desktop: "page", card: "card", link: "link" }

  const beside = matchMedia("(min-width: 64rem)")
  const chosen = (name) => inner.querySelector(`[name=preview-${name}]:checked`).value
  const isOpen = () => !pane.hidden || over.open
  let loaded = false
  let waiting = null
  let asking = null
  let timer = 0

  // ---- drawing -----------------------------------------------------------------------------------------------------

  const fit = () => {
    const view = chosen("view")
    const width = WIDTHS[view] ?? stage.clientWidth
    stage.dataset.view = view
    stage.style.setProperty("--preview-width", `${width}px`)
    stage.style.setProperty("--preview-scale", Math.min(1, stage.clientWidth / width))
    linked.hidden = view !== "link"
    frame.hidden = view === "link"
    themes.hidden = view === "link"
  }
  const parsed = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html")
    // The frame runs none: without them it need not say so.
    for (const script of page.querySelectorAll("script")) script.remove()
    return page
  }
  const escapes = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return
    event.preventDefault()
    close()
  }
  // Inside the page its own places can be gone to; whatever leads away does not.
  const follows = (event) => {
    const link = event.target.closest?.("a[href]")
    if (!link) return
    event.preventDefault()
    const place = link.getAttribute("href")
    if (place.startsWith("#")) frame.contentDocument.getElementById(place.slice(1))?.scrollIntoView()
  }
  const put = (page) => {
    const there = frame.contentDocument
    const { scrollTop } = there.scrollingElement
    const root = there.documentElement
    for (const name of ["lang", "dir", "data-theme"]) {
      const value = page.documentElement.getAttribute(name)
      if (value === null) root.removeAttribute(name)
      else root.setAttribute(name, value)
    }
    there.title = page.title
    there.body.replaceWith(there.adoptNode(page.body))
    there.scrollingElement.scrollTop = scrollTop
  }
  frame.addEventListener("load", () => {
    if (!frame.hasAttribute("srcdoc")) return
    loaded = true
    frame.contentDocument.addEventListener("click", follows)
    frame.contentDocument.addEventListener("keydown", escapes)
    if (waiting) put(waiting)
    waiting = null
  })
  const show = (html) => {
    const page = parsed(html)
    if (chosen("view") === "link") return linked.replaceChildren(...page.body.childNodes)
    if (loaded) return put(page)
    if (frame.hasAttribute("srcdoc")) waiting = page
    else frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`
  }
  const tell = (list, remark = "") => {
    note.textContent = remark
    note.hidden = !remark
    troubles.replaceChildren(...list.map((words) => Object.assign(document.createElement("li"), { textContent: words })))
    troubles.hidden = !list.length
    const aloud = [...list, remark].filter(Boolean).join(" ")
    if (said.textContent !== aloud) said.textContent = aloud
  }

  // ---- asking ------------------------------------------------------------------------------------------------------

  const why = (answer) => {
    if (answer.type === "opaqueredirect" || answer.status === 401) return words.previewSignedOut
    if (answer.status === 403) return words.previewRefused
    if (answer.status === 404) return words.gone
    return words.previewAway
  }
  const refresh = async () => {
    clearTimeout(timer)
    if (!isOpen()) return
    fit()
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    const body = new FormData(form)
    const facts = { view: VIEWS[chosen("view")], language: chosen("language"), theme: chosen("theme"), part: "1" }
    for (const [name, value] of Object.entries(facts)) body.set(`preview-${name}`, value)
    try {
      const signal = AbortSignal.any ? AbortSignal.any([mine.signal, AbortSignal.timeout(20_000)]) : mine.signal
      const headers = { "X-Unattended": "1" }
      const answer = await fetch(pane.dataset.address, { method: "POST", body, headers, redirect: "manual", signal })
      if (!answer.ok) return tell([why(answer)])
      const drawn = await answer.json()
      if (asking !== mine || !isOpen()) return
      show(drawn.html)
      tell(drawn.troubles, drawn.note)
    } catch {
      if (asking === mine) tell([words.previewAway])
    } finally {
      if (asking === mine) asking = null
    }
  }
  const soon = () => {
    if (!isOpen()) return
    clearTimeout(timer)
    timer = setTimeout(refresh, PAUSE)
  }

  // ---- opening and closing -----------------------------------------------------------------------------------------

  const place = () => {
    // A frame that is moved begins anew.
    loaded = false
    waiting = null
    frame.removeAttribute("srcdoc")
    const home = beside.matches ? pane : over
    home.append(inner)
    pane.hidden = !beside.matches
    document.body.classList.toggle("previewing", beside.matches)
    if (beside.matches) over.close()
    else if (!over.open) over.showModal()
  }
  const open = () => {
    place()
    opener.setAttribute("aria-expanded", "true")
    inner.querySelector("#preview-title").focus()
    refresh()
  }
  const close = () => {
    asking?.abort()
    pane.hidden = true
    document.body.classList.remove("previewing")
    if (over.open) over.close()
    opener.setAttribute("aria-expanded", "false")
    opener.focus()
  }
  opener.hidden = false
  opener.addEventListener("click", () => (isOpen() ? close() : open()))
  part("close").addEventListener("click", close)
  pane.addEventListener("keydown", escapes)
  over.addEventListener("cancel", (event) => {
    event.preventDefault()
    close()
  })
  beside.addEventListener("change", () => {
    if (!isOpen()) return
    place()
    refresh()
  })
  new ResizeObserver(() => isOpen() && fit()).observe(stage)

  inner.addEventListener("change", refresh)
  form.addEventListener("input", (event) => {
    if (event.target.name) soon()
  })
})()
