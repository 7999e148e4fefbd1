// What the officer's tray of sealed letters says, in English.
import { countEnglish as countText, dayOf, dayText, momentText } from './format.ts';
import type { words as vi } from './tray.vi.ts';
import type { Same } from './words.ts';

const things = (n: number): string => `${countText(n)} ${n === 1 ? 'thing' : 'things'}`;

export const words: Same<typeof vi> = {
  'office.tray': 'Tray of sealed letters',
  'office.tray.means': 'What phones sent that are revoked or locked, or whose person has no post any more',
  'office.tray.open': (n) => `${things(n)} to look at`,

  'tray.title': 'Tray of sealed letters',
  'tray.lead': 'A phone that is revoked or locked, or whose person has no post any more, can still send here what was recorded on it. Look at each: if it is right, put it into the book; if it is not clear, keep it apart. Nothing is deleted.',
  'tray.empty': 'The tray is empty',
  'tray.empty.means': 'When a phone sends something this way, it appears here for an officer to look at.',
  'tray.phone': (name, phone) => `${name} · ${phone}`,
  'tray.no-one': 'Someone no longer in the book',
  'tray.said': (at) => `The phone’s clock then: ${momentText(at)}`,
  'tray.said.means': 'A phone’s clock can be wrong; take it as a hint only.',
  'tray.received': (at) => `Reached the commune: ${momentText(at)}`,
  'tray.before': (at) => `Recorded before the post or the phone’s right ended (${dayText(dayOf(at))}), by the phone’s clock`,
  'tray.after': (at) => `Recorded after the post or the phone’s right ended (${dayText(dayOf(at))}), by the phone’s clock`,
  'tray.in-post': 'This person still has a post',
  'tray.altered': 'The phone sent something else under the same name before. This later one is not in the book.',
  'tray.sealed': 'A letter that does not open',
  'tray.sealed.means': 'It is sealed to a key this server does not have any more, or was damaged on the way. It is kept as it is; if the old key is put back, the server opens it by itself.',
  'tray.erased': 'What it said was erased, as is the family’s right.',
  'tray.known': 'The phone has sent this itself: it is in the book.',
  'tray.known.do': 'Put away',
  'tray.known.ask': 'It leaves the tray, as it is in the book already; the book does not take it twice.',
  'tray.known.done': (what) => `Put away: ${what}`,
  'tray.clips': (n) => `with ${countText(n)} ${n === 1 ? 'photo or recording' : 'photos or recordings'}`,
  'tray.own': 'What was recorded',

  'tray.book': 'Put into the book',
  'tray.book.all': (n) => `Put all ${things(n)} of this phone into the book`,
  'tray.book.ask': 'This goes into the commune’s book: under the name of whoever recorded it, if they could do so when they did; else under yours. The tray keeps who recorded it.',
  'tray.booking': 'Putting into the book…',
  'tray.booked': (what) => `In the book: ${what}`,
  'tray.booked.some': (n, left) => `${things(n)} in the book, ${countText(left)} still to look at.`,
  'tray.aside': 'Keep apart',
  'tray.aside.ask': 'This does not go into the book but stays in the tray. It can be looked at again any time.',
  'tray.aside.why': 'Why is it kept apart?',
  'tray.aside.why.missing': 'Write a reason, so that whoever reads it later understands.',
  'tray.aside.done': (what) => `Kept apart: ${what}`,
  'tray.back': 'Look again',
  'tray.back.done': (what) => `Back in the tray: ${what}`,
  'tray.first': 'Look first at what this phone recorded before it.',

  'tray.past': (n) => `${things(n)} looked at`,
  'tray.past.booked': (by, at) => `put into the book by ${by}, ${momentText(at)}`,
  'tray.past.author': 'under the name of who recorded it',
  'tray.past.officer': 'under the officer’s name',
  'tray.past.known': (by, at) => `looked at by ${by}, ${momentText(at)}: it was in the book`,
  'tray.past.aside': (by, at, why) => `kept apart by ${by}, ${momentText(at)}: ${why}`,
  'tray.past.opened': (at) => `opened ${momentText(at)}, in the tray again`,

  'phones.letters': (n) => `${things(n)} in the tray`,
  'phones.lease': (at) => `opens without a signal until ${dayText(dayOf(at))}`,
  'phones.lease.over': 'not heard of for long, the phone has locked itself',
  'phones.revoke.steps': 'What happens: the phone can no longer send and receive as usual. When it next has a signal, what it has not sent goes into the commune’s tray of sealed letters, and the book on it is wiped.',
  'phones.revoke.until': (at) => `Without a signal, whoever knows the PIN can open the book on it until ${dayText(dayOf(at))}; then it locks itself.`,
  'phones.revoke.over': 'This phone is past the time it may be opened without a signal: the book on it does not open any more.',
};
