// The photo library: many files at once with their progress, the focal point with its crops, replacing.
(() => {
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }

  // What the server takes at most; some end the connection instead of saying so.
  const MOST_BYTES = 30 * 1024 * 1024

  // Resolves to the answer; fetch() cannot say how far an upload is.
  const send = (form, address, body, onProgress) =>
    new Promise((resolve, reject) => {
      if (body.get("file").size > MOST_BYTES) {
        resolve({ error: form.dataset.large })
        return
      }
      const request = new XMLHttpRequest()
      request.open("POST", address)
      request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value)
      request.setRequestHeader("Accept", "application/json")
      request.responseType = "json"
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total)
      })
      request.addEventListener("load", () => {
        if (request.status === 413) resolve({ error: form.dataset.large })
        else if (request.response) resolve(request.response)
        else reject(new Error("no answer"))
      })
      request.addEventListener("error", reject)
      request.send(body)
    })

  const told = (form, share) =>
    share < 1 ? form.dataset.sending.replace("{}", `${Math.floor(share * 100)} %`) : form.dataset.working

  // ---- dropping: a file that misses must not open in place of the page ---------------------------------------------

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files")
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => {
      if (carriesFiles(event)) event.preventDefault()
    })
  }
  for (const zone of document.querySelectorAll("[data-drop]")) {
    const input = zone.querySelector("input[type=file]")
    const lit = (on) => zone.classList.toggle("over", on)
    zone.addEventListener("dragenter", (event) => lit(carriesFiles(event)))
    zone.addEventListener("dragleave", (event) => {
      if (!zone.contains(event.relatedTarget)) lit(false)
    })
    zone.addEventListener("drop", (event) => {
      lit(false)
      if (!event.dataTransfer.files.length || input.disabled) return
      const files = new DataTransfer()
      for (const file of event.dataTransfer.files) {
        if (input.multiple || !files.items.length) files.items.add(file)
      }
      input.files = files.files
      input.dispatchEvent(new Event("change", { bubbles: true }))
    })
  }

  let underWay = false
  addEventListener("beforeunload", (event) => {
    if (underWay) event.preventDefault()
  })

  // ---- many files ----------------------------------------------------------------------------------------------------

  const uploads = document.querySelector("form[data-uploads]")
  if (uploads) {
    const words = uploads.dataset
    const input = uploads.querySelector("input[type=file]")
    const list = uploads.querySelector("[data-files]")
    const said = uploads.querySelector("[data-said]")
    const button = uploads.querySelector("[type=submit]")
    const waiting = []

    const add = (file) => {
      const bar = make("progress", { max: 1, value: 0, hidden: true, ariaLabel: file.name })
      const state = make("span", { className: "hint", textContent: words.waiting })
      const act = make("button", { type: "button", className: "quiet", textContent: words.remove })
      const row = make("li", {}, make("bdi", { textContent: file.name }), bar, state, act)
      const entry = { file, row, bar, state, act }
      act.addEventListener("click", () => {
        if (waiting.includes(entry)) {
          waiting.splice(waiting.indexOf(entry), 1)
          row.remove()
        } else {
          waiting.push(entry)
          go()
        }
      })
      waiting.push(entry)
      list.append(row)
    }

    const one = async (entry) => {
      const { file, row, bar, state, act } = entry
      const body = new FormData(uploads)
      body.set("file", file)
      act.hidden = true
      bar.hidden = false
      state.classList.remove("bad")
      const progress = (share) => {
        bar.value = share
        state.textContent = told(uploads, share)
      }
      progress(0)
      try {
        const answer = await send(uploads, words.upload, body, progress)
        bar.hidden = true
        if (answer.photo) {
          const picture = make("img", { src: answer.photo.src, alt: "", width: 88, height: 66 })
          row.prepend(picture)
          state.replaceChildren(make("a", { href: answer.photo.address, textContent: words.describe, target: "_blank" }))
          return true
        }
        state.textContent = answer.error
      } catch {
        bar.hidden = true
        state.textContent = words.failed
        Object.assign(act, { hidden: false, textContent: words.again })
      }
      state.classList.add("bad")
      return false
    }

    // One after another: the server turns a large picture with a whole processor.
    const go = async () => {
      if (underWay) return
      underWay = button.disabled = true
      said.textContent = ""
      let good = true
      while (waiting.length) good = (await one(waiting.shift())) && good
      underWay = button.disabled = false
      said.textContent = good ? words.done : words.some
    }

    input.addEventListener("change", () => {
      for (const file of input.files) add(file)
      input.value = ""
    })
    uploads.addEventListener("submit", (event) => {
      event.preventDefault()
      if (waiting.length) go()
      else input.focus()
    })
  }

  // ---- the focal point -------------------------------------------------------------------------------------------------

  const focal = document.querySelector("[data-focal]")
  const point = focal?.querySelector(".focal-point")
  if (point) {
    const stage = focal.querySelector("[data-stage]")
    const [across, down] = ["focal_x", "focal_y"].map((name) => document.querySelector(`[name=${name}]`))
    const size = [Number(focal.dataset.width), Number(focal.dataset.height)]
    const crops = [...focal.querySelectorAll("[data-crop] img")].map((img) => ({ img, ratio: img.width / img.height }))

    // Where the server will cut, said as the style sheet says it: the share of what does not fit.
    const shown = (share, whole, part) =>
      whole - part < 1 ? 50 : (Math.min(Math.max(share * whole - part / 2, 0), whole - part) / (whole - part)) * 100
    const draw = () => {
      const [x, y] = [Number(across.value), Number(down.value)]
      point.style.insetInlineStart = `${x * 100}%`
      point.style.insetBlockStart = `${y * 100}%`
      const [left, top] = [Math.round(x * 100), Math.round(y * 100)]
      point.setAttribute("aria-valuenow", left)
      point.setAttribute("aria-valuetext", point.dataset.said.replace("{x}", `${left} %`).replace("{y}", `${top} %`))
      return [x, y]
    }
    const preview = () => {
      const [x, y] = draw()
      for (const { img, ratio } of crops) {
        const [width, height] = [Math.min(size[0], size[1] * ratio), Math.min(size[1], size[0] / ratio)]
        if (img.getAttribute("src") !== focal.dataset.whole) img.src = focal.dataset.whole
        img.style.objectPosition = `${shown(x, size[0], width)}% ${shown(y, size[1], height)}%`
      }
    }
    const set = (x, y) => {
      across.value = Math.min(1, Math.max(0, x)).toFixed(2)
      down.value = Math.min(1, Math.max(0, y)).toFixed(2)
      preview()
    }
    const setAt = (event) => {
      const box = stage.getBoundingClientRect()
      set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
    }
    point.hidden = false
    draw()
    for (const slider of [across, down]) slider.addEventListener("input", preview)
    stage.addEventListener("click", (event) => {
      setAt(event)
      point.focus()
    })
    point.addEventListener("pointerdown", (event) => point.setPointerCapture(event.pointerId))
    point.addEventListener("pointermove", (event) => {
      if (point.hasPointerCapture(event.pointerId)) setAt(event)
    })
    const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
    point.addEventListener("keydown", (event) => {
      const step = STEPS[event.key]
      if (!step) return
      event.preventDefault()
      const far = event.shiftKey ? 0.1 : 0.01
      set(Number(across.value) + step[0] * far, Number(down.value) + step[1] * far)
    })
  }

  // ---- replacing -------------------------------------------------------------------------------------------------------

  const replacing = document.querySelector("form[data-replace]")
  replacing?.addEventListener("submit", async (event) => {
    const input = replacing.querySelector("[type=file]")
    if (!input.files.length) return
    event.preventDefault()
    if (underWay) return
    const button = replacing.querySelector("[type=submit]")
    const said = replacing.querySelector("[data-said]")
    const body = new FormData(replacing)
    underWay = button.disabled = true
    said.classList.remove("bad")
    try {
      const answer = await send(replacing, replacing.action, body, (share) => {
        said.textContent = told(replacing, share)
      })
      if (answer.address) {
        underWay = false
        location.assign(answer.address)
        return
      }
      said.textContent = answer.error
    } catch {
      said.textContent = replacing.dataset.failed
    }
    said.classList.add("bad")
    underWay = button.disabled = false
  })
})()
