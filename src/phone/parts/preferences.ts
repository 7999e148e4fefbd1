// How this phone shows things: light or dark, and how large the letters are. Kept on the phone, for whoever holds it.
import { signal, type ReadonlySignal } from '@preact/signals';

export const THEMES = ['phone', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const TEXT_SIZES = ['normal', 'large', 'huge'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const THEME = 'nha-rong.theme';
const TEXT = 'nha-rong.text';
const pick = <T extends string>(all: readonly T[], name: string): T => all.find((one) => one === localStorage.getItem(name)) ?? all[0]!;

const chosenTheme = signal<Theme>('phone');
const chosenText = signal<TextSize>('normal');
export const theme: ReadonlySignal<Theme> = chosenTheme;
export const textSize: ReadonlySignal<TextSize> = chosenText;

function show(): void {
  const { dataset } = document.documentElement;
  if (chosenTheme.value === 'phone') delete dataset['theme'];
  else dataset['theme'] = chosenTheme.value;
  dataset['text'] = chosenText.value;
}

/** Takes up what was chosen last on this phone. */
export function recallPreferences(): void {
  chosenTheme.value = pick(THEMES, THEME);
  chosenText.value = pick(TEXT_SIZES, TEXT);
  show();
}

export function chooseTheme(to: Theme): void {
  chosenTheme.value = to;
  localStorage.setItem(THEME, to);
  show();
}

export function chooseTextSize(to: TextSize): void {
  chosenText.value = to;
  localStorage.setItem(TEXT, to);
  show();
}

const desk = typeof matchMedia === 'function' ? matchMedia('(min-width: 60rem)') : null;
const wideNow = signal(desk?.matches ?? false);
desk?.addEventListener('change', (event) => { wideNow.value = event.matches; });
/** Whether there is room for a desk: tables instead of rows. */
export const wide: ReadonlySignal<boolean> = wideNow;
