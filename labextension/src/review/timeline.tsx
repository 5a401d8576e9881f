import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Drift } from './drift';
import type { IRow } from './rows';
import { visible } from './values';
import { standingWord, timeText, titleText, typeWord, whoText } from './words';

/** Pixels of a row; the style sheet holds the same. */
export const ROW = 62;
/** Where the height cannot be measured. */
const FALLBACK = 600;

interface ITimelineProps {
  readonly rows: readonly IRow[];
  readonly drifts: ReadonlyMap<string, Drift>;
  /** Why a line does not hold, by its number. */
  readonly faults: ReadonlyMap<number, string>;
  readonly selected: string | null;
  readonly select: (key: string) => void;
  /** Enter: on to the details. */
  readonly enter: () => void;
  readonly trans: TranslationBundle;
}

/**
 * The records, the latest first. Only the rows in view exist; they stand in a window that keeps its place
 * while the list scrolls behind it, so that no row is ever blank.
 */
export function Timeline(props: ITimelineProps): JSX.Element {
  const { rows, selected, trans } = props;
  const scroller = React.useRef<HTMLDivElement>(null);
  const [scrolled, setTop] = React.useState(0);
  const height = useHeight(scroller);
  // A filter shortens the list at once; the browser tells only later that it scrolled up.
  const top = Math.max(0, Math.min(scrolled, rows.length * ROW - height));
  const base = React.useId();
  const place = rows.findIndex(row => row.key === selected);
  const first = Math.max(0, Math.floor(top / ROW));
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + 1);
  const inView = place >= first && place < last;
  const latest = React.useRef(place);
  latest.current = place;
  // What was chosen elsewhere comes into view.
  React.useEffect(() => {
    if (scroller.current !== null && latest.current >= 0) {
      reveal(scroller.current, latest.current);
    }
  }, [selected]);
  return (
    <div
      ref={scroller}
      className="jp-sciassist-timeline"
      role="listbox"
      tabIndex={0}
      aria-label={trans.__('Records')}
      aria-activedescendant={inView ? `${base}${place}` : undefined}
      onScroll={event => {
        setTop(event.currentTarget.scrollTop);
      }}
      onKeyDown={event => {
        const next = placeAfter(event.key, place, rows.length, height);
        const row = next === null ? undefined : rows[next];
        if (event.key === 'Enter') {
          props.enter();
        } else if (next !== null && row !== undefined) {
          props.select(row.key);
          reveal(event.currentTarget, next);
        } else {
          return;
        }
        event.preventDefault();
      }}
    >
      <div role="presentation" style={{ height: rows.length * ROW }}>
        <div
          role="presentation"
          className="jp-sciassist-window"
          style={{ height: Math.min(height, rows.length * ROW) }}
        >
          {rows.slice(first, last).map((row, index) => (
            <Row
              key={row.key}
              id={`${base}${first + index}`}
              row={row}
              place={first + index}
              total={rows.length}
              offset={(first + index) * ROW - top}
              fault={props.faults.get(row.line) ?? null}
              drift={props.drifts.get(row.key) ?? null}
              isSelected={row.key === selected}
              select={props.select}
              trans={trans}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

const Row = React.memo(function Row(props: {
  id: string;
  row: IRow;
  place: number;
  total: number;
  offset: number;
  fault: string | null;
  drift: Drift | null;
  isSelected: boolean;
  select: (key: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { row, fault, drift, isSelected, trans } = props;
  const type = typeWord(row.type, trans);
  const title = titleText(row, trans);
  // What the type says already is not said again.
  const tags = row.tags.filter(tag => tag !== 'rejected' && tag !== row.type);
  const said = [...tags, ...(drift === null ? [] : [drift])];
  return (
    // The keys are those of the list: an option has no focus of its own.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={props.id}
      role="option"
      className="jp-sciassist-row"
      style={{ transform: `translateY(${props.offset}px)` }}
      aria-selected={isSelected}
      aria-posinset={props.place + 1}
      aria-setsize={props.total}
      data-type={row.type}
      data-key={row.key}
      data-fault={fault !== null}
      onClick={() => {
        props.select(row.key);
      }}
    >
      <span className="jp-sciassist-rowIcon" aria-hidden="true">
        {type.icon}
      </span>
      <span className="jp-sciassist-rowTitle" title={title}>
        {title}
      </span>
      <time className="jp-sciassist-rowTime" dateTime={row.ts}>
        {timeText(row.ts)}
      </time>
      <span className="jp-sciassist-rowFacts">
        {fault !== null && <Said icon="⚠" word={trans.__('does not hold')} />}
        <span>{type.word}</span>
        {said.map(one => (
          <Said key={one} {...standingWord(one, trans)} />
        ))}
        {row.ts !== '' && <span>{whoText(row, trans)}</span>}
        {row.model !== null && <span>{visible(row.model)}</span>}
      </span>
    </div>
  );
});

/** A mark and its word. */
export function Said(props: { icon: string; word: string }): JSX.Element {
  return (
    <span className="jp-sciassist-said">
      <span aria-hidden="true">{props.icon}</span> {props.word}
    </span>
  );
}

/** Height of the element in pixels, kept up to date. */
function useHeight(element: React.RefObject<HTMLElement>): number {
  const [height, setHeight] = React.useState(FALLBACK);
  React.useLayoutEffect(() => {
    const node = element.current;
    if (node === null || typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(() => {
      setHeight(node.clientHeight || FALLBACK);
    });
    observer.observe(node);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return height;
}

/** Where a key leads from `place`, which is -1 where nothing is selected; null for other keys. */
export function placeAfter(
  key: string,
  place: number,
  total: number,
  height: number
): number | null {
  const page = Math.max(1, Math.floor(height / ROW) - 1);
  const steps: { readonly [key: string]: number } = {
    ArrowDown: place + 1,
    ArrowUp: Math.max(place, 1) - 1,
    PageDown: place + page,
    PageUp: place - page,
    Home: 0,
    End: total - 1
  };
  const next = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return next === undefined || total === 0
    ? null
    : Math.min(Math.max(next, 0), total - 1);
}

function reveal(scroller: HTMLElement, place: number): void {
  const { scrollTop, clientHeight } = scroller;
  if (place * ROW < scrollTop) {
    scroller.scrollTop = place * ROW;
  } else if ((place + 1) * ROW > scrollTop + clientHeight) {
    scroller.scrollTop = (place + 1) * ROW - clientHeight;
  }
}
