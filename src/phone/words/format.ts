// Days, moments, money and counts as people here write them: 05/03/2026, 14:05, 106.000.000 đ.
import type { Day } from '#commune/places/rows.ts';

const grouped = (n: number): string => String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, '.');

/** `YYYY-MM-DD` → `dd/mm/yyyy`; a bare year stays a year. */
export const dayText = (on: Day): string => on.split('-').reverse().join('/');

/** Integer đồng → `106.000.000 đ`. */
export const moneyText = (dong: number): string => `${dong < 0 ? '-' : ''}${grouped(dong)} đ`;

/** 10000 → `10.000`. */
export const countText = (n: number): string => `${n < 0 ? '-' : ''}${grouped(n)}`;

/** 10000 → `10,000`: in an English sentence a point would be read as tenths. */
export const countEnglish = (n: number): string => countText(n).replaceAll('.', ',');

/** Bytes → `850 kB`, `3,2 MB`, `10,7 GB`. */
export const bytesText = (bytes: number): string =>
  bytes < 1_000_000 ? `${countText(Math.ceil(bytes / 1000))} kB` : bytes < 1e9 ? `${tenths(bytes / 1e6)} MB` : `${tenths(bytes / 1e9)} GB`;
const tenths = (n: number): string => n.toFixed(1).replace('.', ',');

const HERE = 7 * 3_600_000;

/** The day in Asia/Ho_Chi_Minh of a moment in ms; that zone has had no summer time since 1975. */
export const dayOf = (at: number): Day => new Date(at + HERE).toISOString().slice(0, 10);

/** `14:05` of a moment in ms, in Asia/Ho_Chi_Minh. */
export const clockText = (at: number): string => new Date(at + HERE).toISOString().slice(11, 16);

/** `14:05 05/03/2026`. */
export const momentText = (at: number): string => `${clockText(at)} ${dayText(dayOf(at))}`;

/** A running time in seconds → `1:05`. */
export const runText = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** Lower case without marks, one form for NFC and NFD: what searches are matched by. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
