// Every act kind: the whole of what can be done, on one page.
import type { ActKind, Kinds } from '#journal/act.ts';
import { consentRecord, consentWithdraw } from './households/consent-acts.ts';
import { householdAmend, householdChoose, householdClose, householdRegister, householdReopen } from './households/household.ts';
import { memberAdd, memberAmend, memberLeave } from './households/member.ts';
import { householdApart, householdMerge, householdPart } from './households/merge.ts';
import { communeCalendar, communeChoose, communeFound } from './places/commune.ts';
import type { Kind } from './places/kind.ts';
import { personAdd, personChoose, personClose, personRename } from './places/person.ts';
import { postAssign, postEnd, postGive } from './places/post.ts';
import { villageAdd, villageAmend, villageChoose, villageClose, villageReopen } from './places/village.ts';
import { promisePostpone, promiseTold, promiseWithdraw } from './promises/changing.ts';
import { promiseAccept, promiseDecline, promiseOffer } from './promises/handover.ts';
import { promiseClaim, promiseConfirm, promiseReopen } from './promises/keeping.ts';
import { makePromise, promiseMake } from './promises/making.ts';
import { petitionFile, petitionReply } from './visits/petition.ts';
import { eraseAsk, eraseConfirm, householdErase } from './rights/erase.ts';
import { recordFade } from './rights/fade.ts';
import { rightAnswer, rightAsk, rightTold } from './rights/request.ts';
import { visitStrike } from './visits/strike.ts';
import { visitCorrect, visitRecord } from './visits/visit.ts';

const ALL = {
  // The commune, its villages and people, and who may act for whom.
  'commune.found': communeFound,
  'commune.calendar': communeCalendar,
  'commune.choose': communeChoose,
  'village.add': villageAdd,
  'village.amend': villageAmend,
  'village.choose': villageChoose,
  'village.close': villageClose,
  'village.reopen': villageReopen,
  'person.add': personAdd,
  'person.rename': personRename,
  'person.choose': personChoose,
  'person.close': personClose,
  'post.give': postGive,
  'post.assign': postAssign,
  'post.end': postEnd,
  // The register, and what a household agreed to.
  'household.register': householdRegister,
  'household.amend': householdAmend,
  'household.choose': householdChoose,
  'household.close': householdClose,
  'household.reopen': householdReopen,
  'household.merge': householdMerge,
  'household.part': householdPart,
  'household.apart': householdApart,
  'member.add': memberAdd,
  'member.amend': memberAmend,
  'member.leave': memberLeave,
  'consent.record': consentRecord,
  'consent.withdraw': consentWithdraw,
  // Listening.
  'visit.record': visitRecord(makePromise),
  'visit.correct': visitCorrect,
  'visit.strike': visitStrike,
  'petition.file': petitionFile,
  'petition.reply': petitionReply,
  // Keeping one's word.
  'promise.make': promiseMake,
  'promise.claim': promiseClaim,
  'promise.confirm': promiseConfirm,
  'promise.reopen': promiseReopen,
  'promise.offer': promiseOffer,
  'promise.accept': promiseAccept,
  'promise.decline': promiseDecline,
  'promise.postpone': promisePostpone,
  'promise.withdraw': promiseWithdraw,
  'promise.told': promiseTold,
  // What people may ask about their own data, and what goes when its time is over.
  'right.ask': rightAsk,
  'right.answer': rightAnswer,
  'right.told': rightTold,
  'erase.ask': eraseAsk,
  'erase.confirm': eraseConfirm,
  'household.erase': householdErase,
  'record.fade': recordFade,
};

export type KindName = keyof typeof ALL;
type Fixed<T> = T extends readonly (infer E)[] ? readonly Fixed<E>[] : T extends object ? { readonly [F in keyof T]: Fixed<T[F]> } : T;
type Taken<K> = K extends Kind<infer In, infer _> ? Fixed<In> : never;
/** The body of each kind as a screen says it, before trimming and defaults. */
export type Bodies = { readonly [N in KindName]: Taken<(typeof ALL)[N]> };

export const kinds: Kinds = new Map<string, ActKind<unknown>>(Object.entries(ALL));
