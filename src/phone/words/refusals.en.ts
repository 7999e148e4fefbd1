// Why the book did not take something, in English: what happened, what it means, what to do.
import type { About, RefusalWord } from './refusal-words.ts';
import type { words as vi } from './refusals.vi.ts';

const again = 'Open the page again to see how things stand, then do it again if it is still needed.';

export const words: Readonly<Record<keyof typeof vi, RefusalWord>> = {
  'act.altered': { what: 'This was sent before with other content', means: 'The commune keeps the first one. The other is put aside to be looked at.', remedy: 'Look in the book. If the first is wrong, write a new entry to correct it.' },
  'act.broken': { what: 'The app made a mistake with this', means: 'Nothing of it was kept.', remedy: 'Get the new version where there is signal, then write it again. If it happens again, tell the commune officer.' },
  'act.unknown': { what: 'This version of the app cannot do that yet', remedy: 'Go where there is signal, open the app again to get the new version, then write it again.' },
  'act.version': { what: 'This was written with a version of the app that is too old', remedy: 'Get the new version where there is signal, then write it again.' },
  'act.withheld': { what: 'This was not taken', means: 'The commune\'s machine was set up again from a copy, and this phone had said that it would not send this any more.', remedy: 'If it is still needed, write it again.' },
  'body.invalid': (a: About) => ({ what: `${a('field')} ${a('problem')}`, remedy: 'Correct it and save again.' }),

  'day.early': (a: About) => ({ what: `${a('field')} is too early`, means: `The earliest is ${a('earliest')}.`, remedy: 'Choose another day.' }),
  'day.future': (a: About) => ({ what: `${a('field')} ${a('day')} is still to come`, remedy: 'Choose a day that has passed. If the phone’s clock is wrong, set it.' }),
  'day.late': (a: About) => ({ what: `${a('field')} is too far off`, means: `The latest is ${a('latest')}.`, remedy: 'Look at the year you chose.' }),

  'post.needed': (a: About) => ({ what: 'This is not your task', means: `It can be done by: ${a('roles')}.`, remedy: 'Ask one of them, or ask the commune officer what your task is.' }),
  'post.elsewhere': (a: About) => ({ what: 'This household or village is not yours to see to', means: `Your task as ${a('role')} is for others, or it has just been assigned anew.`, remedy: 'Ask the village head or the commune officer who sees to this household.' }),
  'post.ended': (a: About) => ({ what: `Your task as ${a('role')} ended on ${a('until')}`, remedy: 'If you still do it, ask the commune officer to give it again.' }),

  'commune.day-twice': (a: About) => ({ what: `${a('day')} is both a day off and a day worked`, remedy: 'Take one of them away.' }),
  'commune.known': (a: About) => ({ what: `${a('name')} is on this server already`, remedy: 'Sign in to it.' }),
  'commune.other': { what: 'This belongs to another commune', remedy: 'Open the right book and write it again.' },
  'commune.unknown': { what: 'This server does not keep that commune’s book', remedy: 'Look at the server’s address. Ask the commune officer.' },
  'village.closed': (a: About) => ({ what: `${a('name')} is no longer there since ${a('on')}`, remedy: 'Choose another village.' }),
  'village.known': (a: About) => ({ what: `This village is there already: ${a('name')}`, remedy: 'Use it.' }),
  'village.unknown': { what: 'There is no such village in the book', remedy: 'Choose another one. Ask the commune officer.' },
  'person.closed': (a: About) => ({ what: `This person no longer works here since ${a('on')}`, remedy: 'Choose someone else.' }),
  'person.known': (a: About) => ({ what: `This person is there already: ${a('name')}`, remedy: 'Use that name.' }),
  'person.unknown': { what: 'The book does not know this person', means: 'Perhaps just added and not yet on this phone, or a household’s representative.', remedy: 'Let the phone connect, then choose again.' },
  'post.first-officer': (a: About) => ({ what: 'The first officer must begin at once', means: `From ${a('today')} or earlier, with no last day.`, remedy: 'Correct the days and save again.' }),
  'post.held': (a: About) => ({ what: `This person is ${a('role')} since ${a('from')}`, remedy: 'It need not be given again. To change the days, end the old one first.' }),
  'post.last-officer': (a: About) => ({ what: `${a('name')} is the last officer`, means: 'Without one nobody could give posts any more.', remedy: 'Make someone else an officer first.' }),
  'post.many': (a: About) => ({ what: `A person has at most ${a('most')} posts`, remedy: 'Give it to someone else.' }),
  'post.mixed': (a: About) => ({ what: `${a('name')} cannot be both staff and a household’s representative`, means: 'Everyone sees the names of staff, not those of representatives.', remedy: 'Make a person of its own for the household’s card.' }),
  'post.over': (a: About) => ({ what: `This post as ${a('role')} ended on ${a('until')}`, remedy: 'Give a new one.' }),
  'post.place': (a: About) => ({ what: `The place does not fit the post of ${a('role')}`, means: `Look at: ${a('field')}.`, remedy: 'Choose the right village and households, then save again.' }),
  'post.unknown': { what: 'There is no such post', remedy: again },

  'household.closed': (a: About) => ({ what: `This household is no longer here since ${a('on')}`, means: 'No more visits or promises are recorded.', remedy: 'If it was closed by mistake, tell the commune officer.' }),
  'household.elsewhere': (a: About) => ({ what: `${a('household')} is not in ${a('village')}`, remedy: 'Choose a household of that village.' }),
  'household.full': (a: About) => ({ what: `A household has at most ${a('most')} people`, remedy: 'If they are two families, make two households.' }),
  'household.known': (a: About) => ({ what: `This household is in the book already: ${a('household')}`, remedy: 'Open it and correct it.' }),
  'household.unknown': { what: 'The book has no such household', means: 'Perhaps it is no longer among yours.', remedy: 'Let the phone connect. Ask the commune officer.' },
  'member.left': (a: About) => ({ what: `${a('name')} left on ${a('on')}`, remedy: again }),
  'member.unknown': { what: 'There is no such person in the household', remedy: again },
  'consent.later': (a: About) => ({ what: `The household answered otherwise on ${a('purpose')} on ${a('on')}`, means: 'What it said last counts.', remedy: 'Ask again if need be.' }),
  'consent.none': (a: About) => ({ what: `The household never allowed ${a('purpose')}`, remedy: 'Nothing to do. Not allowed stays not allowed.' }),
  'consent.withdrawn': (a: About) => ({ what: `The household withdrew ${a('purpose')} on ${a('on')}`, remedy: 'Nothing more to do.' }),

  'visit.agreed': (a: About) => ({ what: `The household still allows ${a('purpose')}`, means: 'Only what it no longer allows can be deleted.', remedy: 'If the household wants it deleted, record the withdrawal first, then delete.' }),
  'visit.no-consent': (a: About) => ({ what: `The household has not allowed ${a('purpose')}`, means: 'Not asked, not agreed, or withdrawn.', remedy: 'Ask the household and record its answer first. If it does not agree, leave that part out and save again.' }),
  'visit.not-author': (a: About) => ({ what: `${a('person')} wrote this visit`, remedy: 'Only the author corrects it. Please tell them.' }),
  'visit.too-late': (a: About) => ({ what: `It could be corrected until ${a('last')}`, remedy: 'Write what is right in the next visit.' }),
  'visit.unknown': { what: 'There is no such visit', remedy: again },
  'petition.answered': (a: About) => ({ what: `${a('by')} gave the last answer on ${a('on')}`, remedy: 'If the household asks for more, take a new petition.' }),
  'petition.full': (a: About) => ({ what: `This petition has ${a('most')} answers already`, remedy: 'Take a new petition to go on.' }),
  'petition.unknown': { what: 'There is no such petition', remedy: again },

  'promise.full': (a: About) => ({ what: `This promise has ${a('most')} entries already`, remedy: 'Withdraw it and promise anew, clearly.' }),
  'promise.not-done': (a: About) => ({ what: 'Nobody has said this is done', means: `The promise is ${a('state')} since ${a('on')}.`, remedy: again }),
  'promise.not-keeper': (a: About) => ({ what: `${a('keeper')} keeps this promise`, means: 'It may have changed hands before this phone knew.', remedy: `Speak with ${a('keeper')}.` }),
  'promise.not-later': (a: About) => ({ what: `The new day must be after ${a('dueOn')}`, remedy: 'Choose a later day.' }),
  'promise.not-offered': (a: About) => ({ what: 'You are no longer asked to take this', means: `${a('by')} ${a('did')} on ${a('on')}.`, remedy: 'Nothing to do.' }),
  'promise.not-open': (a: About) => ({ what: `This promise is ${a('state')}`, means: `Recorded by ${a('by')} on ${a('on')}.`, remedy: again }),
  'promise.not-withdrawn': (a: About) => ({ what: 'This promise is not withdrawn', means: `It is ${a('state')} since ${a('on')}.`, remedy: again }),
  'promise.offered': (a: About) => ({ what: `${a('to')} is being asked to take this`, remedy: `Wait for ${a('to')} to answer.` }),
  'promise.outsider': (a: About) => ({ what: `This household is not among those of ${a('name')}`, means: 'Who cannot see it cannot keep it.', remedy: 'Choose someone else, or ask the commune officer to assign the household.' }),
  'promise.own': (a: About) => ({ what: `${a('keeper')} keeps this already`, remedy: 'Choose someone else.' }),
  'promise.told': (a: About) => ({ what: 'The household has been told', means: `Recorded by ${a('by')} on ${a('on')}.`, remedy: 'Nothing more to do.' }),
  'promise.unknown': { what: 'There is no such promise', remedy: again },
};
