/** Which rows of a long list stand in its window. Browsers end a page at some ten million pixels: a longer list is scrolled in larger steps. */

export interface ListGeometry {
  readonly rows: number;
  /** Pixels, the same for all. */
  readonly rowHeight: number;
  readonly windowHeight: number;
  readonly scrollTop: number;
}

export interface VisibleRows {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  /** Where the first of them stands, in pixels from the top of the list. */
  readonly top: number;
  /** Of the whole list as the browser sees it. */
  readonly height: number;
}

const GREATEST_HEIGHT = 8_000_000;
/** Rows above and below the window, for quick fingers. */
const BESIDE = 8;

export function visibleRows({ rows, rowHeight, windowHeight, scrollTop }: ListGeometry): VisibleRows {
  const whole = rows * rowHeight;
  const height = Math.min(whole, GREATEST_HEIGHT);
  const [scrollable, hidden] = [Math.max(0, height - windowHeight), Math.max(0, whole - windowHeight)];
  const place = Math.max(0, Math.min(scrollable, scrollTop));
  const above = scrollable === 0 ? 0 : whole === height ? place : (place / scrollable) * hidden;
  const first = Math.max(0, Math.floor(above / rowHeight) - BESIDE);
  const end = Math.min(rows, Math.ceil((above + windowHeight) / rowHeight) + BESIDE);
  return { first, end, top: place - above + first * rowHeight, height };
}

/** The scroll position that brings a row into the window, where it is not already. */
export function scrollTo(row: number, geometry: ListGeometry): number {
  const { rows, rowHeight, windowHeight, scrollTop } = geometry;
  const whole = rows * rowHeight;
  const height = Math.min(whole, GREATEST_HEIGHT);
  const ratio = whole === height ? 1 : (height - windowHeight) / (whole - windowHeight);
  const above = scrollTop / ratio;
  if (row * rowHeight < above) return row * rowHeight * ratio;
  const below = (row + 1) * rowHeight - windowHeight;
  return below > above ? below * ratio : scrollTop;
}
