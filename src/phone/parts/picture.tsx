// The house's own pictograms: line drawings on a 24 grid, drawn in the colour of the words beside them.

const DRAWINGS = {
  roof: 'M12 2 4 13h16zM7 13v8M17 13v8M3 21h18M10 21v-4h4v4M12 2v3',
  back: 'M15 5l-7 7 7 7',
  go: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  check: 'M4 12.5l5.5 5.5L20 7',
  cross: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21',
  speaker: 'M4 9.5v5h3.5L12 18.5V5.5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  stop: 'M6 6h12v12H6z',
  play: 'M7 4.5v15l12-7.5z',
  mic: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  letters: 'M4 18L9 5l5 13M5.7 14h6.6M16 18h5M18.5 10v8',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  bin: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13',
  undo: 'M8 5L4 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11H9',
  day: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2',
  house: 'M3 12l9-8 9 8M5.5 10v10h13V10M10 20v-5.5h4V20',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 2.5-6 6.5-6s6.5 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2.3.8 3.5 2.6 3.5 5.5',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21c0-4.5 2.8-6.5 7.5-6.5s7.5 2 7.5 6.5',
  today: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3L19 19M19 5l-1.7 1.7M6.7 17.3L5 19',
  office: 'M4 21V8l8-5 8 5v13M2.5 21h19M8 11v6M12 11v6M16 11v6',
  up: 'M12 20V5M6 10.5L12 4.5l6 6',
  sent: 'M3 12L21 4l-5 17-4.5-7.5zM11.5 13.5L21 4',
  book: 'M5 4h12.5a1.5 1.5 0 0 1 1.5 1.5V20H6.5A1.5 1.5 0 0 1 5 18.5zM5 17.5h14M9 8.5h6',
  refused: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM8.5 8.5l7 7M15.5 8.5l-7 7',
  phone: 'M7 2.5h10v19H7zM11 18.5h2',
  lock: 'M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 15v2',
  key: 'M8 16a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12.5 11.5H22M18.5 11.5V15',
  warning: 'M12 3.5L2.5 20h19zM12 9.5v5M12 17v.5',
  question: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.2.9-1.2 1.9M12 16.7v.5',
  edit: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5L17.5 10',
  heard: 'M4 5h16v11H11l-5 4v-4H4zM8 9.5h8M8 12.5h5',
  promise: 'M3 8.5L7 6l5 2 5-2 4 2.5v7l-3 1.5M3 8.5V15l3 1.5 4 3.5 2-1 2 .5 4-3M12 8l-3.5 3.5c1.5 1.5 3.5 1 4.5 0l5 4.5',
  letter: 'M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7',
  eye: 'M2.5 12C5 7.5 8 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.5 6.5-9.5 6.5S5 16.5 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  'no-signal': 'M4 20v-3M9 20v-6.5M14 20V10M19 20V6M3 3l18 18',
  signal: 'M4 20v-3M9 20v-6.5M14 20V10M19 20V6',
  exchange: 'M7 4v14M3.5 14.5L7 18l3.5-3.5M17 20V6M13.5 9.5L17 6l3.5 3.5',
  language: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 9h17M3.5 15h17M12 3c-5 5.5-5 12.5 0 18 5-5.5 5-12.5 0-18z',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22',
  file: 'M6 3h8l4.5 4.5V21H6zM14 3v5h4.5',
  hand: 'M7 13V7a1.5 1.5 0 0 1 3 0v4M10 11V4.5a1.5 1.5 0 0 1 3 0V11M13 11V5.5a1.5 1.5 0 0 1 3 0V12M16 12V8.5a1.5 1.5 0 0 1 3 0V15c0 4-2.5 6.5-6.5 6.5S7 19.5 5.5 17L3.5 13.5c1.5-1 2.5-.5 3.5 1',
  give: 'M4 12h14M12.5 6.5L18 12l-5.5 5.5M21 4v16',
  livelihood: 'M12 21v-9M12 14C12 9.5 9 7 4 7c0 4.5 3 7 8 7zM12 11c0-4 2.5-6.5 8-7 0 5-3 7-8 7z',
  land: 'M3 18l4-11h10l4 11zM5 12.5h14M12 7v11',
  road: 'M8 3L4 21M16 3l4 18M12 4v3M12 10.5v3M12 17v3',
  water: 'M12 3c4 5 6.5 8 6.5 11.5a6.5 6.5 0 0 1-13 0C5.5 11 8 8 12 3zM9 15a3 3 0 0 0 3 3',
  power: 'M13 2.5L5 13.5h6l-1 8 8-11h-6z',
  school: 'M12 6C9.5 4.5 6.5 4 3 4v14c3.5 0 6.5.5 9 2 2.5-1.5 5.5-2 9-2V4c-3.5 0-6.5.5-9 2zM12 6v14',
  health: 'M9 3.5h6V9h5.5v6H15v5.5H9V15H3.5V9H9z',
  policy: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
  environment: 'M12 21v-6M12 15c-4 0-6-2-6-5 0-1.5.8-2.8 2-3.5C8.3 4.3 10 3 12 3s3.7 1.3 4 3.5c1.2.7 2 2 2 3.5 0 3-2 5-6 5z',
  village: 'M12 3L7 9h10zM9 9v4.5M15 9v4.5M2.5 20v-4L6 13l3.5 3v4zM14.5 20v-4L18 13l3.5 3v4z',
  thanks: 'M12 20.5C6 16 3 12.8 3 9a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3.8-3 7-9 11.5z',
  other: 'M5 12v.1M12 12v.1M19 12v.1',
} as const;

export type PictureName = keyof typeof DRAWINGS;

/** Always beside words or on a named button: it is hidden from readers of the screen. `size` in px at normal text size. */
export function Picture({ name, size = 24 }: { readonly name: PictureName; readonly size?: number }) {
  const side = `${size / 17}rem`;
  return (
    <svg style={{ width: side, height: side }} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[name]} />
    </svg>
  );
}
