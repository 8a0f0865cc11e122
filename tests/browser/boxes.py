"""Where the texts of a page stand: which are cut off, lie on each other or break in a word."""

from __future__ import annotations

from playwright.sync_api import Page

# A text node's box holds the font's whole ascent and descent, up to 1.45 times its size, so that
# lines of Chinese characters always overlap by their boxes; ink stays within the size itself. Each
# box is therefore cut to that height round its middle.
#
# A box may leave what hides its overflow by no more than EDGE pixels; two boxes may share OVERLAP
# pixels one way or the other, which is less than the gap between a letter's ink and its box.
FINDER = """() => {
  const EDGE = 1, OVERLAP = 2;
  const UNSEEN = `script, style, noscript, template, #js-plotly-tester, [data-collapsed=true],
    [data-testid=stSkipToContent]`;
  const page = document.querySelector('[data-testid=stMain]') ?? document.body;
  const seen = {opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true};

  // What an element leaves to be seen of its content, and whether the rest can be scrolled to.
  const windowOf = element => {
    const {overflowX: x, overflowY: y, position} = getComputedStyle(element);
    const box = element.getBoundingClientRect(), shown = {position};
    if (element === page) return {left: box.left, right: box.left + element.clientWidth};
    if (x !== 'visible') Object.assign(shown, {left: box.left, right: box.right});
    if (y !== 'visible') Object.assign(shown, {top: box.top, bottom: box.bottom});
    return {...shown, rolls: /auto|scroll/.test(x + y)};
  };

  const boxOf = (text, rect) => {
    const upright = rect.height > rect.width && text.nodeValue.trim().length > 2;
    const spare = upright ? 0
      : Math.max(0, rect.height - parseFloat(getComputedStyle(text.parentElement).fontSize)) / 2;
    return {left: rect.left, right: rect.right,
      top: rect.top + spare, bottom: rect.bottom - spare};
  };

  const clipped = [], boxes = [];
  const look = (text, box) => {
    const words = text.nodeValue.trim(), owner = text.parentElement.closest('text, p, td, th, li')
      ?? text.parentElement;
    let floats = '';
    for (let at = text.parentElement; at; at = at === page ? null : at.parentElement) {
      const shown = windowOf(at);
      // What is placed on the page itself is not cut by what it was written in.
      if (floats && shown.position === 'static') continue;
      floats = /absolute|fixed/.test(shown.position) ? shown.position : '';
      const out = ['left', 'top'].some(side => box[side] < shown[side] - EDGE)
        || ['right', 'bottom'].some(side => box[side] > shown[side] + EDGE);
      if (out && !shown.rolls) { clipped.push(words); return; }
      for (const side of ['left', 'top']) box[side] = Math.max(box[side], shown[side] ?? -1e9);
      for (const side of ['right', 'bottom']) box[side] = Math.min(box[side], shown[side] ?? 1e9);
    }
    if (box.right > box.left && box.bottom > box.top) boxes.push({...box, words, owner});
  };

  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, inside = text.parentElement;
    if (!text.nodeValue.trim() || inside.closest(UNSEEN) || !inside.checkVisibility(seen)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects())
      if (rect.width && rect.height) look(text, boxOf(text, rect));
  }
  for (const field of document.querySelectorAll('input, textarea'))
    if (field.checkVisibility(seen) && field.scrollWidth > field.clientWidth + EDGE)
      clipped.push(field.value || field.placeholder);

  const overlapping = [];
  boxes.sort((one, other) => one.top - other.top);
  boxes.forEach((one, place) => {
    for (const other of boxes.slice(place + 1)) {
      if (other.top > one.bottom - OVERLAP) break;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      if (one.owner !== other.owner && across > OVERLAP && down > OVERLAP)
        overlapping.push(`${one.words} / ${other.words}`);
    }
  });
  // Lines of a heading end behind a space or a sign, or where nobody sees one.
  const broken = [];
  for (const heading of document.querySelectorAll('h1, h2, h3')) {
    if (!heading.checkVisibility(seen)) continue;
    const letters = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    let bottom = Infinity, last = ' ';
    while (letters.nextNode()) {
      const text = letters.currentNode, range = document.createRange();
      [...text.data].forEach((letter, place) => {
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        const {width, top, height} = range.getBoundingClientRect();
        if (width) {
          if (top + height / 2 > bottom && !/[\\s\\u200b、。：！？-]/.test(last))
            broken.push(`${heading.textContent}: ${last} / ${letter}`);
          bottom = top + height;
        }
        last = letter;
      });
    }
  }
  return [
    ...broken.map(words => `broken: ${words}`),
    ...new Set(clipped.map(words => `clipped: ${words}`)),
    ...new Set(overlapping.map(words => `overlapping: ${words}`)),
  ];
}"""


def faults(page: Page) -> list[str]:
    """Name every text a reader cannot read in full, as the page stands."""
    found: list[str] = page.evaluate(FINDER)
    return found
