// What the officer's tray asks of the server, and the form of its answers.
import type { Act, Refusal } from '#journal/act.ts';
import { ask, type Asked } from './ask.ts';

export interface TrayStep {
  readonly what: 'booked' | 'known' | 'aside' | 'back' | 'opened';
  readonly reason: string | null;
  readonly author: string | null;
  readonly person: string;
  /** Name of the officer; null: no longer in the book. */
  readonly by: string | null;
  readonly doneAt: number;
}

export interface TrayLine {
  readonly device: string;
  readonly turn: number;
  readonly hash: string;
  readonly phoneName: string;
  readonly person: string;
  readonly name: string | null;
  readonly came: 'letter' | 'altered' | 'sealed';
  readonly act: Act | null;
  readonly receivedAt: number;
  readonly endedAt: number | null;
  readonly clips: number;
  readonly known: boolean;
  readonly step: TrayStep | null;
}

export interface Tray {
  readonly open: readonly TrayLine[];
  readonly past: readonly TrayLine[];
}

export const askTray = (device: string): Promise<Asked<Tray>> => ask<Tray>('office/tray', { device });
export const askCount = (device: string): Promise<Asked<{ readonly open: number }>> => ask('office/tray/count', { device });

/** Does one thing with one letter; answers why not, in the rules' own words where they are against it. */
export async function handle(device: string, way: 'book' | 'aside' | 'back', line: Pick<TrayLine, 'device' | 'turn' | 'hash'>, reason?: string): Promise<Refusal | null> {
  const key = { device: line.device, turn: line.turn, hash: line.hash };
  const asked = await ask<unknown>(`office/tray/${way}`, { method: 'POST', device, body: reason === undefined ? key : { ...key, reason } });
  if (!('refusal' in asked)) return null;
  const { code, params } = asked.refusal;
  if (code !== 'tray.refused' || params?.reason === undefined) return asked.refusal;
  const { reason: rule, ...rest } = params;
  return { code: String(rule), params: rest };
}

/** Letters of one phone together, as the server gives them: in the order they were said. */
export function byPhone(lines: readonly TrayLine[]): readonly (readonly TrayLine[])[] {
  const phones = new Map<string, TrayLine[]>();
  for (const line of lines) {
    const phone = phones.get(line.device);
    if (phone) phone.push(line);
    else phones.set(line.device, [line]);
  }
  return [...phones.values()];
}
